// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// The gates of the streams that a server answers, until the handlers in their pipelines find them.
///
/// gRPC does not tell which HTTP/2 stream an answer belongs to, so the answer's headers carry the ID of its gate, which
/// never leaves this process.
final class WriteGates: Sendable {
  private struct State: Sendable {
    var lastID: UInt64 = 0
    var gates: [UInt64: WriteGate] = [:]
  }

  /// The name of the header with the ID.
  static let header = "hostcall-gate"

  private let state = Guarded(State())

  /// Adds a gate, and returns its ID.
  func add(_ gate: WriteGate) -> UInt64 {
    state.withLock { state in
      state.lastID += 1
      state.gates[state.lastID] = gate
      return state.lastID
    }
  }

  /// Removes a gate, and returns it; `nil` if it has been removed.
  @discardableResult
  func remove(_ id: UInt64) -> WriteGate? { state.withLock { $0.gates.removeValue(forKey: id) } }
}
#endif
