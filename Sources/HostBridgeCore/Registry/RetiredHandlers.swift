// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The retired handlers, until no call holds them.
///
/// Owned by the callback thread.
///
/// A call stores its handler in its slot and counts nothing, so only a scan of all slots shows which handlers can be
/// released. A scan runs after a handler was retired, and after a call has cleared its slot since.
struct RetiredHandlers {
  private var handlers: [HostHandler] = []
  /// Whether a scan may find a handler that can be released.
  private(set) var needsScan = false

  mutating func append(_ handler: HostHandler) {
    handlers.append(handler)
    needsScan = true
  }

  /// Records that a call has cleared its hazard pointer.
  mutating func recordReturn() {
    if !handlers.isEmpty { needsScan = true }
  }

  /// Removes and returns the handlers that no call holds.
  ///
  /// - Parameter held: Inserts the address of every handler that a slot holds.
  mutating func takeUnheld(_ held: (inout Set<UInt>) -> Void) -> [HostHandler] {
    needsScan = false
    guard !handlers.isEmpty else { return [] }
    var addresses: Set<UInt> = []
    held(&addresses)
    let isHeld = { (handler: HostHandler) in addresses.contains(HandlerReference(handler).bits) }
    defer { handlers.removeAll { !isHeld($0) } }
    return handlers.filter { !isHeld($0) }
  }
}
