/// The handlers that were replaced or removed, until no call holds them.
///
/// Belongs to the thread for callbacks.
///
/// A call names the handler that it holds in its slot, and counts nothing. So whether a handler can be released is known
/// only from looking into all slots. That is done when a handler is retired, and when a call has given one back since.
struct RetiredHandlers {
  private var handlers: [HostHandler] = []
  /// Whether one of them may have become free.
  private(set) var isWorthLooking = false

  mutating func append(_ handler: HostHandler) {
    handlers.append(handler)
    isWorthLooking = true
  }

  /// A call has given its handler back.
  mutating func noteReturn() {
    if !handlers.isEmpty { isWorthLooking = true }
  }

  /// Takes out the handlers that no call holds.
  ///
  /// - Parameter held: Inserts every handler that a slot holds.
  mutating func takeUnheld(_ held: (inout Set<UInt>) -> Void) -> [HostHandler] {
    isWorthLooking = false
    guard !handlers.isEmpty else { return [] }
    var addresses: Set<UInt> = []
    held(&addresses)
    let isHeld = { (handler: HostHandler) in addresses.contains(HandlerReference(handler).bits) }
    defer { handlers.removeAll { !isHeld($0) } }
    return handlers.filter { !isHeld($0) }
  }
}
