// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// Hands the items of a stream from its RPC to its reader, one at a time.
///
/// The RPC is suspended until the reader has taken the item, so it takes nothing more from gRPC, whose flow control
/// holds up the server.
///
/// Continuations are resumed after the lock has been released.
final class ItemHandover: Sendable {
  private let state = Guarded(
    ItemHandoverStateMachine<CheckedContinuation<Bool, Never>, CheckedContinuation<Void, Never>>())

  // MARK: The RPC

  /// Hands an item over, and waits until the reader has taken it.
  ///
  /// - Returns: Whether it was taken; false if the RPC is cancelled first.
  func put(_ item: [UInt8]) async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        switch state.withLock({ $0.put(item, continuation) }) {
        case .wait(let reader): reader?.resume()
        case .refuse: continuation.resume(returning: false)
        }
      }
    } onCancel: {
      state.withLock { $0.cancelRPC() }?.resume(returning: false)
    }
  }

  /// Ends the stream for its reader, unless it has ended; an item that was not taken is dropped.
  func end(_ end: Result<Void, BridgeError>) {
    state.withLock { $0.end(end) }?.resume()
  }

  // MARK: The reader

  /// Waits for the next item and takes it.
  ///
  /// Cancelling the task ends the stream.
  ///
  /// - Parameter silence: How long to wait; `nil` for no limit.
  /// - Returns: `nil` after the end, if that was success.
  /// - Throws: The error with which the stream has ended.
  func take(within silence: Duration?) async throws(BridgeError) -> [UInt8]? {
    while true {
      switch state.withLock({ $0.take(isCancelled: Task.isCancelled) }) {
      case .item(let item, let rpc):
        rpc?.resume(returning: true)
        return item
      case .end(let end):
        try end.get()
        return nil
      case .wait: await wait(silence)
      }
    }
  }

  private func wait(_ silence: Duration?) async {
    let wait = state.withLock { $0.beginWait() }
    let timer = silence.map { silence in
      Task { [self] in
        try await Task.sleep(until: Deadline(after: GRPCLimits.time(silence), from: .now))
        state.withLock { $0.end(.failure(.silent(for: silence)), wait: wait) }?.resume()
      }
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if !state.withLock({ $0.suspend(continuation) }) { continuation.resume() }
      }
    } onCancel: {
      end(.failure(.callerCancelled))
    }
    timer?.cancel()
  }
}

extension BridgeError {
  fileprivate static func silent(for limit: Duration) -> BridgeError {
    BridgeError(code: .deadlineExceeded, message: "the server has sent no element for \(limit)")
  }
}
#endif
