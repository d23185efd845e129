// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// The running calls of a client's channel or of a server, which accepts calls until it is closed, and ends with the
/// last of them.
final class RunningCalls<Call: Sendable>: Sendable {
  private struct State: Sendable {
    var lastID: UInt64 = 0
    var calls: [UInt64: Call] = [:]
    /// Finished when the last call ends; `nil` while calls are accepted.
    var whenEmpty: AsyncStream<Never>.Continuation?
  }

  private let state = Guarded(State())

  /// Whether no more calls are accepted.
  var isClosed: Bool { state.withLock { $0.whenEmpty != nil } }

  /// The calls that are running.
  var all: [Call] { state.withLock { Array($0.calls.values) } }

  /// Begins a call.
  ///
  /// - Returns: The call's ID; `nil` if no more calls are accepted.
  func begin(_ call: Call) -> UInt64? {
    state.withLock { state in
      guard state.whenEmpty == nil else { return nil }
      state.lastID += 1
      state.calls[state.lastID] = call
      return state.lastID
    }
  }

  /// Changes what is known of a call.
  ///
  /// - Parameter body: Runs with the lock held, so it must not use this object.
  /// - Returns: The result of `body`; `nil` if the call has ended.
  @discardableResult
  func change<Result: Sendable>(_ id: UInt64, _ body: (inout Call) -> Result) -> Result? {
    state.withLock { state in
      guard var call = state.calls[id] else { return nil }
      defer { state.calls[id] = call }
      return body(&call)
    }
  }

  /// Ends a call; does nothing if it has ended.
  func end(_ id: UInt64) {
    let whenEmpty = state.withLock { state in
      state.calls[id] = nil
      return state.calls.isEmpty ? state.whenEmpty : nil
    }
    whenEmpty?.finish()
  }

  /// Accepts no more calls.
  ///
  /// Call it once.
  ///
  /// - Returns: A task that ends with the last call.
  func close() -> Task<Void, Never> {
    let (untilEmpty, whenEmpty) = AsyncStream.makeStream(of: Never.self)
    let isEmpty = state.withLock { state in
      state.whenEmpty = whenEmpty
      return state.calls.isEmpty
    }
    if isEmpty { whenEmpty.finish() }
    return Task { for await _ in untilEmpty {} }
  }
}
#endif
