internal import Synchronization

/// The place of one wire name in the registry, in which its handler is found without a lock.
///
/// A call that is to use the handler
/// - reads it here,
/// - writes it into its slot, where the thread for callbacks looks before it releases a handler,
/// - reads it here again; if it is another one, it starts again.
///
/// A thread that replaces or removes a handler changes it here, and then has the slots looked into. Of the two, at least
/// one sees what the other did: so the handler of a slot that was not seen is not used, and a handler that is used was
/// seen. (These are hazard pointers; the slots are where they are kept.)
///
/// - Note: A cell of a name that neither has a handler nor is known to the core is dropped from the registry.
package final class HandlerCell: Sendable {
  let name: WireName
  private let bits = Atomic<UInt>(0)
  private let keeps = Atomic<Bool>(false)

  init(_ name: WireName) {
    self.name = name
  }

  /// The handler; nil if none is registered.
  ///
  /// The handler may be released at any moment, unless a slot has it or the caller holds the registry's lock.
  @inline(__always)
  var handler: HandlerReference? { HandlerReference(bits: bits.load(ordering: .sequentiallyConsistent)) }

  /// Replaces the handler, which from now on is the caller's to release; call with the registry's lock held.
  func exchange(_ handler: HandlerReference?) -> HandlerReference? {
    HandlerReference(bits: bits.exchange(handler?.bits ?? 0, ordering: .sequentiallyConsistent))
  }

  /// Whether the core has a call of this name, so that the cell stays.
  var isKept: Bool { keeps.load(ordering: .relaxed) }

  /// Keeps the cell in the registry.
  func keep() {
    keeps.store(true, ordering: .relaxed)
  }
}
