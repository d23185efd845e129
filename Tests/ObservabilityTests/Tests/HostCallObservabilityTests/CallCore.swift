// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// Calls a function that the bridge exposes, as its host does, with an empty map as its request.
///
/// - Returns: The outcome of the reply; `nil` if the call is refused because the bridge closes.
func callCore(_ name: String, on bridge: hostcall_bridge) async -> Int32? {
  final class Reply: Sendable {
    let continuation: CheckedContinuation<Int32?, Never>
    init(_ continuation: CheckedContinuation<Int32?, Never>) { self.continuation = continuation }
  }
  return await withCheckedContinuation { continuation in
    let reply = unsafe Unmanaged.passRetained(Reply(continuation))
    let status = unsafe hostcall_call(
      bridge, name, [0xA0], 1,
      { outcome, _, _, userData in
        guard let userData = unsafe userData else { return }
        unsafe Unmanaged<Reply>.fromOpaque(userData).takeRetainedValue().continuation.resume(returning: outcome)
      }, reply.toOpaque(), nil)
    if status != HOSTCALL_OK { unsafe reply.takeRetainedValue().continuation.resume(returning: nil) }
  }
}
