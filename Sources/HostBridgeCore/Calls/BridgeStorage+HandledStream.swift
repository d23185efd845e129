// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Streams of a host that is written in Swift.
extension BridgeStorage {
  /// Sends an item of a stream, waiting for credit.
  ///
  /// - Throws: ``HostCallCode/cancelled`` if the stream has ended or the task is cancelled while it waits;
  ///   ``HostCallCode/resourceExhausted`` if the item is too large or memory is lacking, which ends the stream.
  func send(_ item: [UInt8], of stream: HandledStream) async throws(BridgeError) {
    while true {
      let credits = stream.credits
      if try sendIfPossible(item, of: stream) { return }
      let sender = WaitingSender()
      await suspendTask { waiter in
        stream.wait(sender, waiter, since: credits)
      } onCancel: {
        if stream.remove(sender) { sender.waiter?.resume() }
      }
      if stream.hasEnded { throw .streamEnded }
      if Task.isCancelled { throw .senderCancelled }
    }
  }

  /// Sends an item; returns false without credit.
  private func sendIfPossible(_ item: [UInt8], of stream: HandledStream) throws(BridgeError) -> Bool {
    do throws(StatusError) {
      try unsafe item.span.bytes.withUnsafeBytes { bytes throws(StatusError) in
        try unsafe send(stream.callID, bytes.baseAddress, count: UInt(bytes.count))
      }
      return true
    } catch {
      if error.status == .wouldBlock { return false }
      recordEnd(of: stream)
      if error.status == .resourceExhausted { stream.cancel() }
      switch error.status {
      case .resourceExhausted where item.count > configuration.maximumPayloadSize:
        throw .tooLarge("item", size: item.count, limit: configuration.maximumPayloadSize)
      case .resourceExhausted:
        throw BridgeError(code: .resourceExhausted, message: "memory for an item of \(item.count) bytes is lacking")
      default: throw .streamEnded
      }
    }
  }

  /// Resumes the senders of a stream that accepts no more items; finds out whether the core gave it up, since its
  /// `cancel` may not have run yet, and does not if the stream's function returns before.
  private func recordEnd(of stream: HandledStream) {
    let id = stream.callID
    if let taken = pending.slots.find(id)?.attachments.streamReference?.with({ $0.taken(ifGivenUp: id) }) {
      giveUp(stream, taken: taken)
    } else {
      end(stream)
    }
  }

  /// Resumes the senders of a stream that has ended.
  func end(_ stream: HandledStream) {
    for sender in stream.end() { taskThread.resume(sender) }
  }

  /// Resumes the senders of a stream, since its reader has granted credit.
  func grant(toHandled stream: HandledStream) {
    for sender in stream.grant() { taskThread.resume(sender) }
  }

  /// Resumes the senders of a stream that was given up.
  func giveUp(_ stream: HandledStream, taken: UInt64) {
    for sender in stream.giveUp(taken: taken) { taskThread.resume(sender) }
  }
}
