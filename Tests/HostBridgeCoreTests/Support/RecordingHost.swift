// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore

/// A host that uses the C interface, records its callbacks, and answers with a closure.
final class RecordingHost: @unchecked Sendable {  // `state` is guarded, the rest immutable
  struct Record: Sendable {
    var invoked: [UInt64] = []
    var cancelled: [UInt64] = []
    var releases = 0
    var requests: [[UInt8]] = []
    var requestsByID: [UInt64: [UInt8]] = [:]
    var misaligned = 0
  }

  private let state = Guarded(Record())
  let bridge: hostcall_bridge
  private let onInvoke: @Sendable (RecordingHost, UInt64) -> Void
  private let onCancel: @Sendable (RecordingHost, UInt64) -> Void

  init(
    _ bridge: HostBridge, onInvoke: @escaping @Sendable (RecordingHost, UInt64) -> Void = { _, _ in },
    onCancel: @escaping @Sendable (RecordingHost, UInt64) -> Void = { _, _ in }
  ) {
    self.bridge = bridge.cHandle
    self.onInvoke = onInvoke
    self.onCancel = onCancel
  }

  /// Opens a bridge whose host answers the call `f` with a closure.
  static func openBridge(
    onInvoke: @escaping @Sendable (RecordingHost, UInt64) -> Void = { _, _ in }
  ) -> (bridge: HostBridge, host: RecordingHost) {
    let bridge = HostBridge()
    let host = RecordingHost(bridge, onInvoke: onInvoke)
    host.register("f")
    return (bridge, host)
  }

  var record: Record { state.withLock { $0 } }

  /// Registers under `name`; the registration owns the host until `release`.
  @discardableResult
  func register(_ name: String) -> Int32 {
    var handler = unsafe hostcall_handler()
    unsafe handler.size = MemoryLayout<hostcall_handler>.size
    unsafe handler.invoke = { callID, request, count, userData in
      let host = unsafe Unmanaged<RecordingHost>.fromOpaque(userData!).takeUnretainedValue()
      let bytes = unsafe [UInt8](UnsafeBufferPointer(start: request, count: count))
      let misaligned = unsafe Int(bitPattern: request) % 16 == 0 && request != nil ? 0 : 1
      host.state.withLock {
        $0.invoked.append(callID)
        $0.requests.append(bytes)
        $0.requestsByID[callID] = bytes
        $0.misaligned += misaligned
      }
      host.onInvoke(host, callID)
    }
    unsafe handler.cancel = { callID, userData in
      let host = unsafe Unmanaged<RecordingHost>.fromOpaque(userData!).takeUnretainedValue()
      host.state.withLock { $0.cancelled.append(callID) }
      host.onCancel(host, callID)
    }
    unsafe handler.release = { userData in
      let host = unsafe Unmanaged<RecordingHost>.fromOpaque(userData!).takeRetainedValue()
      host.state.withLock { $0.releases += 1 }
    }
    let retained = unsafe Unmanaged.passRetained(self)
    unsafe handler.user_data = retained.toOpaque()
    let status = unsafe hostcall_register_handler(bridge, name, &handler)
    if status != HOSTCALL_OK { unsafe retained.release() }
    return status
  }

  @discardableResult
  func complete(_ callID: UInt64, _ outcome: Int32 = HOSTCALL_REPLY_OK, _ payload: [UInt8] = []) -> Int32 {
    unsafe hostcall_complete(bridge, callID, outcome, payload, payload.count)
  }

  /// Waits for at most ten seconds until the record satisfies a condition; returns whether it does.
  func wait(until condition: (Record) -> Bool) async -> Bool {
    for _ in 0..<10_000 {
      if condition(record) { return true }
      try? await Task.sleep(for: .milliseconds(1))
    }
    return condition(record)
  }
}

/// Returns the message of `hostcall_last_error` on the current thread.
func lastError() -> String {
  var text = [CChar](repeating: 0, count: 1024)
  let length = unsafe hostcall_last_error(&text, text.count)
  return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
