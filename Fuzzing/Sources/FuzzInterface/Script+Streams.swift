// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore

/// Sends the request's bytes as items, and ends some streams at once; its user data points to the bridge's handle.
let streamInvoke: hostcall_invoke_fn = { callID, request, count, userData in
  guard let request, let userData else { fatalError("invoke got NULL") }
  let handle = userData.load(as: UInt64.self)
  for index in 0..<count { expect(hostcall_send(handle, callID, request + index, 1), "hostcall_send") }
  if count > 0, request[0] % 2 == 0 { expect(hostcall_complete(handle, callID, 0, nil, 0), "hostcall_complete") }
}

let item: hostcall_item_fn = { item, count, userData in
  if Int(bitPattern: item) % 16 != 0 { fatalError("an item is not aligned") }
}

extension Script {
  mutating func registerStream(_ handle: UInt64, _ userData: UnsafeMutableRawPointer) {
    var handler = hostcall_stream_handler()
    handler.size = byte() % 4 == 0 ? Int(truncatingIfNeeded: number()) : MemoryLayout<hostcall_stream_handler>.size
    handler.invoke = byte() % 8 > 0 ? streamInvoke : nil
    handler.credit = byte() % 2 == 0 ? { _, more, _ in if more == 0 { fatalError("credit of 0") } } : nil
    handler.cancel = byte() % 2 == 0 ? { _, _, _ in } : nil
    handler.user_data = userData
    withName { name in
      withUnsafePointer(to: handler) {
        expect(hostcall_register_stream(handle, name, $0), "hostcall_register_stream")
      }
    }
  }

  mutating func callStream(_ handle: UInt64) {
    let (hasItem, isStream) = (byte() % 8 > 0, byte() % 8 > 0)
    var options = hostcall_call_options()
    options.size = MemoryLayout<hostcall_call_options>.size
    options.timeout_ns = Int64(byte() % 4) * 1_000_000
    options.silence_ns = byte() % 2 == 0 ? 0 : Int64(bitPattern: number())
    var callID: UInt64 = 0
    withMemory { memory, count in
      let status = hostcall_call_stream(
        handle, isStream ? "bytes" : "echo", memory, count, &options, hasItem ? item : nil, reply, nil, &callID)
      expect(status, "hostcall_call_stream")
    }
    if byte() % 2 == 0 { expect(hostcall_grant(handle, callID, UInt32(byte())), "hostcall_grant") }
  }

  /// Has the core read a stream of the host.
  mutating func readStream() {
    let (request, buffer, milliseconds) = ([byte(), byte()], Int(byte()), Int(byte() % 4))
    let name = byte() % 2 == 0 ? "a" : "b"
    Task.detached { [bridge] in
      let timeout = Duration.milliseconds(milliseconds)
      guard let reader = try? await bridge.openStream(name, request, buffer: buffer, timeout: timeout) else { return }
      for _ in 0..<request[0] where (try? await reader.next()) == nil { break }
    }
  }
}
