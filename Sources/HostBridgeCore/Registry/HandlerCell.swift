// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The registry's entry for one wire name and kind, from which calls read the handler without a lock, protected by
/// hazard pointers.
///
/// A call
/// - reads the handler from the cell,
/// - stores it in its slot, which is the hazard pointer,
/// - reads the cell again, and starts over if the handler has changed.
///
/// A thread that replaces or removes a handler changes the cell first and then scans the slots. At least one of the two
/// sees the other's write: a handler in a slot that the scan missed is not used, and a handler in use was seen by the
/// scan.
///
/// - Note: The registry drops the cell of a name that has no handler and that the core does not use.
package final class HandlerCell: Sendable {
  let name: WireName
  let kind: CallKind
  private let bits = Atomic<UInt>(0)
  private let keeps = Atomic<Bool>(false)

  init(_ name: WireName, _ kind: CallKind = .call) {
    self.name = name
    self.kind = kind
  }

  /// The handler; `nil` if none is registered.
  ///
  /// It may be released at any moment, unless a slot holds it or the current thread holds the registry's lock.
  @inline(__always)
  var handler: HandlerReference? { HandlerReference(bits: bits.load(ordering: .sequentiallyConsistent)) }

  /// Replaces the handler and returns the old one, which the caller must release; call with the registry's lock held.
  func exchange(_ handler: HandlerReference?) -> HandlerReference? {
    HandlerReference(bits: bits.exchange(handler?.bits ?? 0, ordering: .sequentiallyConsistent))
  }

  /// A Boolean value that indicates whether the core uses this name, so that the registry keeps the cell.
  var isKept: Bool { keeps.load(ordering: .relaxed) }

  /// Keeps the cell in the registry.
  func keep() {
    keeps.store(true, ordering: .relaxed)
  }
}
