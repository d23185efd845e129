internal import Synchronization

/// The target of one type of call, as a bridge resolves it: built by the first call, looked up by all others.
///
/// Thread safety: immutable, except for an atomic.
@usableFromInline
package final class CallTarget: Sendable {
  /// The call's name, and its schema if it has one.
  package let call: NamedCall
  /// The encodings of its requests and responses.
  package let encodings: CallEncodings
  /// The sizes in bytes of a raw request and response whose values need no checks; -1 for any other.
  @usableFromInline package let rawRequestSize: Int
  @usableFromInline package let rawResponseSize: Int
  /// The typed layer's facts about the call, such as its descriptor.
  package let typeInfo: (any AnyObject & Sendable)?
  /// The registry's cell for the call's name.
  let cell: HandlerCell
  /// The serial number of the handler whose schema was compared last.
  private let checkedSerial = Atomic<UInt64>(0)

  init(
    _ call: NamedCall, encodings: CallEncodings, cell: HandlerCell, rawRequestSize: Int = -1,
    rawResponseSize: Int = -1,
    typeInfo: (any AnyObject & Sendable)? = nil
  ) {
    self.call = call
    self.encodings = encodings
    self.cell = cell
    self.rawRequestSize = rawRequestSize
    self.rawResponseSize = rawResponseSize
    self.typeInfo = typeInfo
  }

  /// Returns whether the schema of `handler` has been compared with the call's, or the call has none.
  @inline(__always)
  func hasChecked(_ handler: HostHandler) -> Bool {
    checkedSerial.load(ordering: .relaxed) == handler.serial || call.schema == nil
  }

  /// Records that the schema of `handler` matches.
  func didCheck(_ handler: HostHandler) {
    checkedSerial.store(handler.serial, ordering: .relaxed)
  }
}

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
    typeInfo: (any AnyObject & Sendable)? = nil
  ) -> CallTarget {
    declared.record(call)
    let target = CallTarget(
      call, encodings: encodings, cell: registry.keepCell(of: call.name), rawRequestSize: rawRequestSize,
      rawResponseSize: rawResponseSize,
      typeInfo: typeInfo)
    return targets.add(key, target)
  }

  /// Returns a new target for a call by name.
  package func target(named call: NamedCall, _ encodings: CallEncodings) -> CallTarget {
    declared.record(call)
    return CallTarget(call, encodings: encodings, cell: registry.lookUp(call.name) ?? HandlerCell(call.name))
  }
}
