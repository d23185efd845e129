// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// Hands the items of a stream from its RPC to its reader, one at a time.
///
/// The RPC is suspended until the reader has taken the item, so it takes nothing more from gRPC, whose flow control
/// holds up the server.
///
/// Invariants: there is at most one item, one suspended RPC and one suspended reader; the first end stays.
/// Continuations are resumed after the lock has been released.
final class ItemHandover: Sendable {
  private struct State: Sendable {
    var item: [UInt8]?
    var end: Result<Void, BridgeError>?
    /// The suspended RPC, resumed with whether its item was taken.
    var rpc: CheckedContinuation<Bool, Never>?
    var isRPCCancelled = false
    var reader: CheckedContinuation<Void, Never>?
    /// The number of times that the reader was suspended.
    var waits: UInt64 = 0
  }

  private enum Step {
    case item([UInt8], rpc: CheckedContinuation<Bool, Never>?)
    case end(Result<Void, BridgeError>)
    case wait
  }

  private let state = Guarded(State())

  // MARK: The RPC

  /// Hands an item over, and waits until the reader has taken it.
  ///
  /// - Returns: Whether it was taken; false if the RPC is cancelled first.
  func put(_ item: [UInt8]) async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (isCancelled, reader) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
          if state.isRPCCancelled { return (true, nil) }
          state.item = item
          state.rpc = continuation
          defer { state.reader = nil }
          return (false, state.reader)
        }
        if isCancelled { continuation.resume(returning: false) }
        reader?.resume()
      }
    } onCancel: {
      let rpc = state.withLock { state in
        state.isRPCCancelled = true
        state.item = nil
        defer { state.rpc = nil }
        return state.rpc
      }
      rpc?.resume(returning: false)
    }
  }

  /// Ends the stream for its reader, unless it has ended; an item that was not taken is dropped.
  func end(_ end: Result<Void, BridgeError>) { self.end(end, wait: nil) }

  /// Ends the stream.
  ///
  /// - Parameter wait: If not `nil`, the end counts only while the reader is suspended for this time.
  private func end(_ end: Result<Void, BridgeError>, wait: UInt64?) {
    let reader = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if let wait, state.reader == nil || state.waits != wait { return nil }
      state.end = state.end ?? end
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume()
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
      switch step() {
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

  private func step() -> Step {
    state.withLock { state in
      if Task.isCancelled { state.end = state.end ?? .failure(.callerCancelled) }
      if let end = state.end { return .end(end) }
      guard let item = state.item else { return .wait }
      state.item = nil
      defer { state.rpc = nil }
      return .item(item, rpc: state.rpc)
    }
  }

  private func wait(_ silence: Duration?) async {
    let wait = state.withLock { state in
      state.waits += 1
      return state.waits
    }
    let timer = silence.map { silence in
      Task { [self] in
        try await Task.sleep(until: Deadline(after: GRPCLimits.time(silence), from: .now))
        end(.failure(.silent(for: silence)), wait: wait)
      }
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let mustWait = state.withLock { state in
          guard state.item == nil, state.end == nil else { return false }
          state.reader = continuation
          return true
        }
        if !mustWait { continuation.resume() }
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
