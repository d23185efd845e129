// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CFloor
import HostCall

/// A host with listeners in C, on a bridge of its own.
struct EventHost {
  private static let (name, listenerCount, window) = ("theme_changed", 4, 1024)

  private let bridge = HostBridge()
  private let listeners: OpaquePointer

  init() {
    listeners = floor_listeners_create()
    var listener = hostcall_listener()
    listener.size = MemoryLayout<hostcall_listener>.size
    listener.event = floor_listen
    listener.user_data = UnsafeMutableRawPointer(listeners)
    // Room for a batch, so that none is dropped.
    listener.capacity = 2 * UInt32(Self.window)
    for _ in 0..<Self.listenerCount {
      precondition(hostcall_subscribe(bridge.cHandle, Self.name, &listener, nil) == HOSTCALL_OK)
    }
  }

  func close() async {
    await bridge.close()
    floor_listeners_destroy(listeners)
  }

  /// Events of 16 bytes that four listeners receive on the bridge's thread, 1024 at a time.
  var fanOut: Subject {
    let (number, window) = (UInt64(Self.listenerCount), UInt64(Self.window))
    var subject = Subject(
      name: "event.fanout", floorName: "a queue with a mutex for each listener, in C", operations: 20_480,
      run: { [bridge, listeners] count in
        floor_emit_events(hostcall_emit, bridge.cHandle, Self.name, listeners, number, window, UInt64(count))
      }, floor: { floor_events(number, window, UInt64($0)) })
    subject.multiple = Self.window
    return subject
  }
}
