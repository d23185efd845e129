// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore
import Testing

/// A host that calls the stream `s` of the core, and records what it receives.
final class StreamListener: @unchecked Sendable {  // `state` is guarded
  struct Record: Sendable {
    var items: [[UInt8]] = []
    var outcomes: [Int32] = []
    /// Whether an item came after the end.
    var isLate = false
    var id: UInt64 = 0
  }

  private let state = Guarded(Record())
  let handle: hostcall_bridge

  /// The credit that each item is answered with.
  private let grantEach: UInt32

  init(_ bridge: HostBridge, grantEach: UInt32 = 0) {
    handle = bridge.cHandle
    self.grantEach = grantEach
  }

  var record: Record { state.withLock { $0 } }

  /// Calls the stream; returns the status and the ID.
  func start(grant: UInt32, silence: Int64 = 0, timeout: Int64 = 0) -> (status: Int32, id: UInt64) {
    var id: UInt64 = 0
    var options = unsafe hostcall_call_options()
    unsafe options.size = MemoryLayout<hostcall_call_options>.size
    unsafe options.silence_ns = silence
    unsafe options.timeout_ns = timeout
    let retained = unsafe Unmanaged.passRetained(self)
    let status = unsafe hostcall_call_stream(
      handle, "s", [1], 1, &options,
      { item, count, userData in
        let listener = unsafe Unmanaged<StreamListener>.fromOpaque(userData!).takeUnretainedValue()
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: item, count: count))
        listener.state.withLock {
          $0.isLate = $0.isLate || !$0.outcomes.isEmpty
          $0.items.append(bytes)
        }
        if listener.grantEach > 0 { _ = hostcall_grant(listener.handle, listener.record.id, listener.grantEach) }
      },
      { outcome, _, _, userData in
        let listener = unsafe Unmanaged<StreamListener>.fromOpaque(userData!).takeRetainedValue()
        listener.state.withLock { $0.outcomes.append(outcome) }
      }, retained.toOpaque(), &id)
    state.withLock { [id] in $0.id = id }
    if status != HOSTCALL_OK { unsafe retained.release() }
    if status == HOSTCALL_OK, grant > 0 { _ = hostcall_grant(handle, id, grant) }
    return (status, id)
  }

  func wait(until condition: (Record) -> Bool) async -> Bool {
    for _ in 0..<10_000 {
      if condition(record) { return true }
      try? await Task.sleep(for: .milliseconds(1))
    }
    return condition(record)
  }
}
