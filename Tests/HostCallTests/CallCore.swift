// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Testing

/// Calls a function that the bridge exposes, as its host does.
///
/// - Parameter metadata: The one entry of metadata that the call carries; `nil` for none.
func callCore(
  _ name: String, _ request: [UInt8] = [0xA0], metadata: (key: String, value: String)? = nil, on bridge: HostBridge
) async -> (outcome: Int32, message: String) {
  final class Reply: Sendable {
    let continuation: CheckedContinuation<(outcome: Int32, message: String), Never>
    init(_ continuation: CheckedContinuation<(outcome: Int32, message: String), Never>) {
      self.continuation = continuation
    }
  }
  return await withCheckedContinuation { continuation in
    let reply = unsafe Unmanaged.passRetained(Reply(continuation))
    let status = unsafe withCallOptions(metadata) { options in
      unsafe hostcall_call_with(
        bridge.cHandle, name, request, request.count, options,
        { outcome, payload, count, userData in
          guard let userData = unsafe userData else { return }
          let bytes = unsafe UnsafeBufferPointer(start: payload, count: count)
          let text = unsafe String(decoding: bytes, as: UTF8.self)
          unsafe Unmanaged<Reply>.fromOpaque(userData).takeRetainedValue().continuation.resume(
            returning: (outcome, text))
        }, reply.toOpaque(), nil)
    }
    #expect(status == HOSTCALL_OK)
  }
}

/// Calls `body` with the options of a call that carries one entry of metadata, or none.
private func withCallOptions<Result>(
  _ metadata: (key: String, value: String)?, _ body: (UnsafePointer<hostcall_call_options>?) -> Result
) -> Result {
  guard let metadata else { return body(nil) }
  let value = Array(metadata.value.utf8)
  return unsafe metadata.key.withCString { key in
    unsafe value.withUnsafeBufferPointer { value in
      let field = unsafe hostcall_field(
        key: key, key_len: metadata.key.utf8.count, value: value.baseAddress, value_len: value.count)
      return unsafe withUnsafePointer(to: field) { field in
        var options = unsafe hostcall_call_options()
        unsafe options.size = MemoryLayout<hostcall_call_options>.size
        unsafe options.metadata = field
        unsafe options.metadata_count = 1
        return unsafe body(&options)
      }
    }
  }
}
