// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge

/// A call to the core, for tests that await the reply.
enum Reply {
  private final class Box {
    let body: @Sendable ([UInt8]?) -> Void

    init(_ body: @escaping @Sendable ([UInt8]?) -> Void) {
      self.body = body
    }
  }

  /// Returns the payload of the reply; `nil` if the call was refused, or answered with anything but a response.
  static func of(_ name: String, _ request: [UInt8], on bridge: hostcall_bridge) async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      unsafe start(name, request, on: bridge) { continuation.resume(returning: $0) }
    }
  }

  /// Makes a call like ``of(_:_:on:)``, from a thread that runs no task.
  @inline(never)
  static func start(
    _ name: String, _ request: [UInt8], on bridge: hostcall_bridge, id: UnsafeMutablePointer<UInt64>? = nil,
    _ body: @escaping @Sendable ([UInt8]?) -> Void
  ) {
    let box = unsafe Unmanaged.passRetained(Box(body))
    let status = unsafe hostcall_call(
      bridge, name, request, request.count,
      { outcome, payload, count, userData in
        let box = unsafe Unmanaged<Box>.fromOpaque(userData!).takeRetainedValue()
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: payload, count: count))
        box.body(outcome == HOSTCALL_REPLY_OK ? bytes : nil)
      }, box.toOpaque(), id)
    if status != HOSTCALL_OK { unsafe box.takeRetainedValue().body(nil) }
  }
}
