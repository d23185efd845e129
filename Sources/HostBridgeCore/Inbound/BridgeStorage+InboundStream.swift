// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Streams of the core, which the host calls.
extension BridgeStorage {
  /// Returns a new stream without credit.
  func inboundStream(to items: HostItems, silence: Duration?) -> InboundStream {
    let thread = callbackThread
    return InboundStream(to: items, silence: silence, clock: clock, counters: inboundStreams) {
      _ = thread.appendIfOpen($0)
    }
  }

  /// Grants a stream credit, for a host in any language.
  func grant(_ items: UInt32, toInbound callID: UInt64) throws(StatusError) {
    try checkOpen()
    guard let call = inbound.find(callID) else { throw .unknownCall(callID) }
    guard let stream = call.stream else { throw StatusError(.invalidArgument, .noStream, first: callID) }
    let (senders, silenceDue) = stream.grant(items)
    for sender in senders { taskThread.resume(sender) }
    guard silenceDue != .never else { return }
    inbound.record(silenceDue)
    announceDeadline(silenceDue)
  }

  /// Sends an item of a stream, waiting for credit.
  func send(_ item: [UInt8], of stream: InboundStream) async throws(BridgeError) {
    guard item.count <= configuration.maximumPayloadSize else {
      let error = BridgeError.tooLarge("item", size: item.count, limit: configuration.maximumPayloadSize)
      // The items before it are passed on, and the reply follows them.
      inbound.end(stream.id) { call in
        call.fail(error)
        end(call)
      }
      throw error
    }
    switch stream.send(item) {
    case .accepted: return
    case .ended: throw .streamEnded
    case .waits: break
    }
    let sender = InboundStream.Sender(item)
    await suspendTask { waiter in
      stream.wait(sender, waiter)
    } onCancel: {
      if stream.remove(sender) { sender.waiter?.resume() }
    }
    if !stream.hasAccepted(sender) { throw stream.hasEnded ? .streamEnded : .senderCancelled }
  }

  /// Ends a stream with an error, if it has not ended, and drops the items that the host has not received.
  func fail(_ stream: InboundStream, _ error: BridgeError) {
    inbound.end(stream.id) { call in
      call.fail(error)
      giveUp(call)
    }
  }
}
