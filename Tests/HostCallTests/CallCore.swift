// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Testing

/// Calls a function that the bridge exposes, as its host does.
func callCore(
  _ name: String, _ request: [UInt8] = [0xA0], on bridge: HostBridge
) async -> (outcome: Int32, message: String) {
  final class Reply: Sendable {
    let continuation: CheckedContinuation<(outcome: Int32, message: String), Never>
    init(_ continuation: CheckedContinuation<(outcome: Int32, message: String), Never>) {
      self.continuation = continuation
    }
  }
  return await withCheckedContinuation { continuation in
    let reply = unsafe Unmanaged.passRetained(Reply(continuation))
    let status = unsafe hostcall_call(
      bridge.cHandle, name, request, request.count,
      { outcome, payload, count, userData in
        guard let userData = unsafe userData else { return }
        let bytes = unsafe UnsafeBufferPointer(start: payload, count: count)
        let text = unsafe String(decoding: bytes, as: UTF8.self)
        unsafe Unmanaged<Reply>.fromOpaque(userData).takeRetainedValue().continuation.resume(returning: (outcome, text))
      }, reply.toOpaque(), nil)
    #expect(status == HOSTCALL_OK)
  }
}
