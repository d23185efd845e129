// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension BridgeStorage {
  /// Returns the target for `key`, if there is one.
  ///
  /// - Parameter key: ``SchemaIdentity/key``, or for calls in the bridge's own encodings the address of the type plus
  ///   4.
  @usableFromInline
  package func target(_ key: UInt) -> CallTarget? { targets.find(key) }

  /// Adds a target for `key`; returns the existing one if another thread has added it first.
  package func addTarget(
    _ key: UInt, for call: NamedCall, encodings: CallEncodings, rawRequestSize: Int = -1, rawResponseSize: Int = -1,
    isIntercepted: Bool = false, typeInfo: (any AnyObject & Sendable)? = nil
  ) -> CallTarget {
    declared.record(call)
    let target = CallTarget(
      call, encodings: encodings, cell: registry.keepCell(of: call.name, call.kind), rawRequestSize: rawRequestSize,
      rawResponseSize: rawResponseSize, isIntercepted: isIntercepted,
      counters: counters?.of(call.name.text), typeInfo: typeInfo)
    return targets.add(key, target)
  }

  /// Returns a new target for a call by name.
  package func target(named call: NamedCall, _ encodings: CallEncodings) -> CallTarget {
    declared.record(call)
    let cell = registry.lookUp(call.name, call.kind)
    return CallTarget(
      call, encodings: encodings, cell: cell ?? HandlerCell(call.name, call.kind),
      counters: counters?.of(cell == nil ? "" : call.name.text))
  }
}
