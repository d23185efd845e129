// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
import HostBridgeCore

/// Emits the first half of some events again; its user data points to the bridge's handle.
private let listen: hostcall_event_fn = { name, event, count, dropped, userData in
  guard let name, let event, let userData else { fatalError("event got NULL") }
  if strlen(name) > 255 { fatalError("a name is too long") }
  if Int(bitPattern: event) % 16 != 0 { fatalError("an event is not aligned") }
  let sum = UnsafeBufferPointer(start: event, count: count).reduce(0) { $0 &+ Int32($1) }
  // Shorter each time, so that it ends.
  if count > 3, sum % 2 == 0 {
    expect(hostcall_emit(userData.load(as: UInt64.self), name, event, count / 2), "hostcall_emit")
  }
}

// Events, of both sides, and their listeners.
extension Script {
  mutating func event(_ handle: UInt64, _ userData: UnsafeMutableRawPointer) {
    switch byte() % 8 {
    case 0, 1, 2:
      var listener = hostcall_listener()
      listener.size = byte() % 4 > 0 ? MemoryLayout<hostcall_listener>.size : Int(byte() % 80)
      listener.event = byte() % 4 > 0 ? listen : nil
      listener.release = byte() % 2 == 0 ? { if $0 == nil { fatalError("release got NULL") } } : nil
      listener.user_data = userData
      listener.policy = Int32(byte() % 4) - 1
      listener.capacity = byte() % 4 == 0 ? UInt32(truncatingIfNeeded: number()) : UInt32(byte() % 5)
      let (isNull, hasID) = (byte() % 8 == 0, byte() % 2 == 0)
      var subscription: UInt64 = 0
      withName { name in
        withUnsafePointer(to: listener) { listener in
          withUnsafeMutablePointer(to: &subscription) { id in
            let status = hostcall_subscribe(handle, name, isNull ? nil : listener, hasID ? id : nil)
            expect(status, "hostcall_subscribe")
            if (status == HOSTCALL_OK && hasID) != (id.pointee != 0) { fatalError("a subscription is \(id.pointee)") }
          }
        }
      }
    case 3: expect(hostcall_unsubscribe(handle, anyCallID()), "hostcall_unsubscribe")
    case 4, 5:
      let name = ["a", "b", "echo"][Int(byte() % 3)]
      if byte() % 8 == 0 {
        withName { expect(hostcall_emit(handle, $0, nil, 0), "hostcall_emit") }
      } else {
        withMemory { expect(hostcall_emit(handle, name, $0, $1), "hostcall_emit") }
      }
    case 6:
      // The core emits.
      let (name, bytes) = (byte() % 2 == 0 ? "a" : "b", (0..<Int(byte() % 40)).map { _ in byte() })
      try? bridge.emitBytes(bytes, named: name)
    default:
      // The core listens, and ends after some events, or when the bridge is closed.
      let (name, capacity, most) = (byte() % 2 == 0 ? "a" : "b", Int(byte() % 5), Int(byte() % 5))
      let policy = byte() % 2 == 0 ? EventPolicy.dropOldest : .dropNewest
      guard let reader = try? bridge.eventBytes(named: name, capacity: capacity, policy: policy) else { return }
      Task.detached {
        var events = 0
        while events < most, await reader.next() != nil { events += 1 }
      }
    }
  }
}
