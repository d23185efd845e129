// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall
internal import HostBridgeCore

extension InProcessHost {
  /// Answers streams of `type` with the elements that `body` sends.
  ///
  ///     try host.answerStream(WatchBalance.self) { request, send in
  ///       for cents in 1...3 { try await send(Balance(cents: cents)) }
  ///     }
  ///
  /// The streams appear among ``calls(of:)`` when `body` starts. Setting another answer for a type replaces the
  /// previous one; streams that are open keep the old one.
  ///
  /// - Parameters:
  ///   - type: The type of the streams.
  ///   - body: Sends the elements in a separate task, which is cancelled if the stream is given up. The stream ends
  ///     when it returns; errors that it throws reach the reader as from `bridge.handleStream`.
  /// - Throws: As ``answer(_:_:with:)``.
  public func answerStream<S: HostStreamable>(
    _ type: S.Type,
    with body: @escaping @Sendable (S, HostStreamSender<S.Element, S.Failure>) async throws -> Void
  ) throws(HostSetupError) {
    try bridge.handleStream(type) { [self] request, context, send in
      ledger.append(
        CallLedger.Entry(
          request: request, callID: context.callID, arrival: .nanoseconds(clock.now.nanoseconds),
          remaining: context.remaining, metadata: context.metadata))
      changes.notify()
      // A send may throw, and `body` return, before the task is cancelled.
      defer { if send.taken != nil { noteGivenUp(context.callID, taken: send.taken) } }
      try await withTaskCancellationHandler {
        try await body(request, send)
      } onCancel: {
        noteGivenUp(context.callID, taken: send.taken)
      }
    }
  }

  private func noteGivenUp(_ callID: UInt64, taken: UInt64?) {
    ledger.update(callID) { entry in
      entry.isCancelled = true
      entry.taken = taken
    }
    changes.notify()
  }
}
