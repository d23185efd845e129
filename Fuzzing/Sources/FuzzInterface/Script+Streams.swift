// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore

private let item: hostcall_item_fn = { item, count, userData in
  if item == nil || Int(bitPattern: item) % 16 != 0 { fatalError("an item is not aligned") }
}

// Streams, in both directions.
extension Script {
  mutating func stream(_ handle: UInt64, _ userData: UnsafeMutableRawPointer) {
    switch byte() % 6 {
    case 0:
      var handler = hostcall_stream_handler()
      handler.size = byte() % 4 > 0 ? MemoryLayout<hostcall_stream_handler>.size : Int(byte() % 80)
      handler.invoke = byte() % 4 > 0 ? invoke : nil
      handler.credit = byte() % 2 == 0 ? { _, more, _ in if more == 0 { fatalError("credit of 0") } } : nil
      handler.cancel = byte() % 2 == 0 ? { _, _, _ in } : nil
      handler.user_data = userData
      let isNull = byte() % 8 == 0
      withName { name in
        withUnsafePointer(to: handler) {
          expect(hostcall_register_stream(handle, name, isNull ? nil : $0), "hostcall_register_stream")
        }
      }
    case 1, 2:
      let callID = anyCallID()
      withMemory { expect(hostcall_send(handle, callID, $0, $1), "hostcall_send") }
    case 3:
      let (hasItem, hasReply, isStream) = (byte() % 8 > 0, byte() % 8 > 0, byte() % 4 > 0)
      var callID: UInt64 = 0
      withMemory { memory, count in
        expect(
          hostcall_call_stream(
            handle, isStream ? "stream" : "echo", memory, count, nil, hasItem ? item : nil, hasReply ? reply : nil, nil,
            &callID), "hostcall_call_stream")
      }
    case 4: expect(hostcall_grant(handle, anyCallID(), UInt32(byte())), "hostcall_grant")
    default:
      // The core reads a stream of the host.
      let (name, buffer, milliseconds) = (byte() % 2 == 0 ? "a" : "b", Int(byte() % 5), Int(byte() % 4))
      Task.detached { [bridge] in
        guard
          let reader = try? await bridge.openStream(name, [1], buffer: buffer, timeout: .milliseconds(milliseconds))
        else { return }
        while (try? await reader.next()) != nil {}
      }
    }
  }
}
