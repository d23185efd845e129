// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// Holds up the task that writes a stream until the network has taken what it wrote before.
///
/// gRPC accepts a message before its event loop has written it, so a task that is faster than the loop would fill the
/// loop's queue, and keep it from reading: not even a reset of the stream would be noticed.
///
/// One task passes the gate, and the event loop of the stream reports what was written.
final class WriteGate: Sendable {
  /// Called, if there is one, when the stream's connection begins to close, rather than letting the stream end.
  let onConnectionClosing: (@Sendable () -> Void)?
  private let state = Guarded(WriteGateStateMachine<CheckedContinuation<Void, Never>>())

  init(onConnectionClosing: (@Sendable () -> Void)? = nil) {
    self.onConnectionClosing = onConnectionClosing
  }

  /// Counts a message that is about to be passed to gRPC.
  func add(_ bytes: Int) { state.withLock { $0.add(bytes) } }

  /// Waits until everything is written, so that the loop's queue is empty from time to time.
  ///
  /// - Returns: False if the stream has ended, or the task is cancelled.
  func pass() async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if !state.withLock({ $0.wait(continuation) }) { continuation.resume() }
      }
    } onCancel: {
      close()
    }
    return state.withLock { !$0.isClosed }
  }

  /// Reports that bytes have been written to the network.
  func written(_ bytes: Int) {
    state.withLock { $0.written(bytes) }?.resume()
  }

  /// Reports that nothing more is written.
  func close() {
    state.withLock { $0.close() }?.resume()
  }
}
#endif
