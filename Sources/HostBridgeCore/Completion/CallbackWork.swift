// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The work of a bridge's ``CallbackThread``, and the handlers that it has to release.
struct CallbackWork: ~Copyable {
  private let storage: BridgeStorage
  private let handle: UInt64
  private var retired = RetiredHandlers()

  init(_ storage: BridgeStorage) {
    self.storage = storage
    handle = storage.handleNumber
  }

  mutating func perform(_ entry: CallbackEntry) {
    if let slot = entry.slot { return notifyHost(of: slot) }
    switch entry.takeItem() {
    case let handler as HostHandler: retired.append(handler)
    case let call as InboundCall: reply(call)
    case let stream as InboundStream:
      if !stream.deliver(on: handle) { storage.fail(stream, .noMemoryForItem) }
    case let listener as EventListener: passEvents(to: listener)
    case let notice as CreditNotice: giveCredit(to: notice.stream)
    default: break
    }
  }

  /// Notifies the host that a call ended without its answer.
  private mutating func notifyHost(of slot: CallSlot) {
    guard let (id, _) = slot.load() else { return }
    if slot.change(id, { $0.startNotification() }) == true {
      // The slot's hazard pointer protects the handler until it is cleared below.
      let taken = slot.attachments.streamReference?.with { $0.freeze() } ?? 0
      slot.handler?.with { $0.functions.cancel(id, taken: taken, on: handle) }
    }
    slot.handler = nil
    retired.recordReturn()
    if slot.change(id, { $0.finishNotification() }) == true { storage.pending.free(CallReference(id: id, slot: slot)) }
  }

  /// Tells the host that it may send more items, unless the stream has ended.
  private func giveCredit(to stream: StreamState) {
    guard let (call, more) = stream.takeCredit(), let handler = call.slot.handler, call.slot.takesItems(call.id) else {
      return
    }
    // Only this thread releases handlers.
    handler.with { $0.functions.credit(call.id, more, on: handle) }
  }

  /// Passes the events that wait to a listener of the host, and releases it if its subscription has ended.
  private func passEvents(to listener: EventListener) {
    guard let functions = listener.functions else { return }
    let isLast = listener.beginDelivery()
    functions.events(of: listener, countedBy: storage.events, on: handle)
    guard isLast else { return }
    functions.release(on: handle)
    storage.events.didRelease(isDone: true)
  }

  private func reply(_ call: InboundCall) {
    let isDone = call.sendReply(on: handle)
    storage.inbound.didReply(isDone: isDone)
    call.cancelTask()
  }

  /// Records that a call has cleared its hazard pointer.
  mutating func recordReturn() {
    retired.recordReturn()
  }

  /// Releases the retired handlers that no call holds any more.
  mutating func releaseUnheld() {
    guard retired.needsScan else { return }
    let unheld = retired.takeUnheld { addresses in
      storage.pending.slots.forEachCall { call, _ in
        if let handler = call.slot.handler { addresses.insert(handler.bits) }
      }
    }
    for handler in unheld {
      handler.functions.release(on: handle)
      storage.registry.didRelease(handler)
    }
  }
}
