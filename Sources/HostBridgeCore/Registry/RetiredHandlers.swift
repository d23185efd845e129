/// The handlers that were replaced or removed and may still be in use.
///
/// Belongs to the loop.
///
/// A call says which handler it uses in its slot, without counting. So nobody has to count; but whether a handler is
/// free to be given back to its host is known only from looking at all slots. That is done when one is retired, and
/// when a call has ended that may have used a retired one: the registry's epoch has changed since it began.
struct RetiredHandlers {
  private var handlers: [HostHandler] = []
  /// Whether one of them may have become free.
  private(set) var isWorthLooking = false

  mutating func append(_ handler: HostHandler) {
    handlers.append(handler)
    isWorthLooking = true
  }

  mutating func noteUseEnded() {
    if !handlers.isEmpty { isWorthLooking = true }
  }

  /// The wire name of `handler`, if it is one of them.
  func name(of handler: HandlerReference) -> String? {
    handlers.first { HandlerReference($0).bits == handler.bits }?.wireName.text
  }

  /// Takes out those that no call of `table` uses.
  ///
  /// Linear in the number of slots.
  mutating func takeUnused(_ table: PendingTable) -> [HostHandler] {
    isWorthLooking = false
    guard !handlers.isEmpty else { return [] }
    // Who has left a slot before is seen below to have left; who leaves it from here on sees the epoch that has
    // changed.
    table.admission.synchronize()
    var used: Set<UInt> = []
    table.forEachCall { call, state in
      if state.isInvoked, let handler = call.slot.handler { used.insert(handler.bits) }
    }
    let unused = handlers.filter { !used.contains(HandlerReference($0).bits) }
    handlers.removeAll { !used.contains(HandlerReference($0).bits) }
    return unused
  }
}
