// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

// A stream to the host is a call whose host sends items before it answers.
extension BridgeStorage {
  // MARK: The host's side

  /// Accepts an item of a stream, for a host in any language.
  ///
  /// - Throws: ``Status/wouldBlock`` without credit; the reason why the item is refused.
  @inline(__always)
  func send(_ callID: UInt64, _ start: UnsafeRawPointer?, count size: UInt) throws(StatusError) {
    if pending.isClosed { throw .closed }
    guard let stream = pending.stream(callID) else { throw notAStream(callID) }
    guard size <= UInt(bitPattern: configuration.maximumPayloadSize) else {
      throw refuseItem(of: callID, .tooLarge, size)
    }
    let item = unsafe UnsafeRawBufferPointer(start: start, count: Int(bitPattern: size))
    switch stream.with({ stream in unsafe stream.send(callID, item) { clock.now } }) {
    case .accepted: break
    case .acceptedWithNews(let wakesReader, let isNoticeDue):
      if wakesReader { stream.with { taskThread.resume($0) } }
      if isNoticeDue { stream.with { queueNotice(of: $0) } }
    case .noCredit: throw StatusError(.wouldBlock, .noCredit, first: callID)
    case .noMemory: throw refuseItem(of: callID, .noMemory, size)
    case .ended: throw pending.isClosed ? .closed : .unknownCall(callID)
    }
  }

  private func notAStream(_ callID: UInt64) -> StatusError {
    guard let info = pending.info(callID), !info.isStream else { return .unknownCall(callID) }
    return StatusError(.invalidArgument, .noStream, first: callID)
  }

  /// Fails a stream whose item cannot be accepted, and returns the error for its host.
  private func refuseItem(of callID: UInt64, _ outcome: Outcome, _ size: UInt) -> StatusError {
    guard pending.isPendingStream(callID), let call = pending.claim(callID, isResponse: false) else {
      return .unknownCall(callID)
    }
    call.slot.setOutcome(outcome, Int(clamping: size))
    perform(pending.finish(call), on: call)
    return outcome == .tooLarge
      ? .tooLarge("item", size: size, limit: configuration.maximumPayloadSize) : .noMemory("item", size)
  }

  // MARK: The reader's side

  /// Suspends the reader of a stream until there is an item or the end.
  ///
  /// Cancelling the task ends the stream.
  func wait(for stream: StreamState, _ call: CallReference) async {
    await suspendTask { waiter in
      stream.suspend(waiter)
    } onCancel: {
      cancel(call)
    }
  }

  /// Grants the host of a stream credit for items that the reader has taken.
  func grant(_ items: Int, to stream: StreamState) {
    let (isNoticeDue, silenceDue) = stream.grant(items) { clock.now }
    if isNoticeDue { queueNotice(of: stream) }
    recordSilence(silenceDue)
  }

  /// Has the callback thread tell the host of a stream that it has credit.
  private func queueNotice(of stream: StreamState) {
    if !callbackThread.appendIfOpen(stream.notice) { stream.dropNotice() }
  }

  /// Records when the silence of a stream's host is too long.
  func recordSilence(_ due: Deadline) {
    guard due != .never else { return }
    pending.streams.record(due)
    announceDeadline(due)
  }

  /// Takes the outcome of a stream that has ended, after its last item, and leaves the call.
  ///
  /// - Throws: The error of the ending, unless the host ended the stream with success.
  func takeEnd(of stream: StreamState, _ call: CallReference) throws(BridgeError) {
    let silence = stream.exceededSilence
    do throws(BridgeError) {
      let call = try DecidedCall(of: call, self).taken(self, runsUserCode: false)
      leave(call)
    } catch {
      if let silence, error.code == .deadlineExceeded { throw .silent(call.id, for: silence) }
      throw error
    }
  }

  /// Gives up a stream whose reader was dropped, and leaves the call.
  func abandon(_ stream: StreamState, _ call: CallReference) {
    end(call, .cancelled)
    // Another thread may be ending the call at this moment.
    while !stream.hasArrived { hostcall_thread_sleep_briefly() }
    _ = takeError(call)
  }
}
