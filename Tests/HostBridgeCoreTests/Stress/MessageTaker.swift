// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
import TestSupport

/// Takes messages of a host with a queue, as one of several threads, and holds some of them for a while.
struct MessageTaker {
  let bridge: hostcall_bridge
  var generator: SplitMix

  /// Takes messages until the bridge is closed.
  ///
  /// - Returns: What is wrong with the end, if anything.
  mutating func run(_ handle: (hostcall_message) -> Void) -> String? {
    var held = unsafe [hostcall_message]()
    var message = unsafe hostcall_message()
    unsafe message.size = MemoryLayout<hostcall_message>.size
    defer {
      unsafe Self.finish(&held)
      unsafe hostcall_message_done(&message)
    }
    while true {
      // A message that is held may hold back others, so only a thread without any waits without a limit.
      let timeouts: [Int64] = unsafe held.isEmpty ? [-1, 0, 200_000] : [0, 200_000]
      let timeout = timeouts.randomElement(using: &generator) ?? 0
      let status = unsafe hostcall_next(bridge, &message, timeout)
      if status == HOSTCALL_NOTHING {
        unsafe Self.finish(&held)
        if timeout == 0 { usleep(50) }
        continue
      }
      guard status == HOSTCALL_OK else {
        return status == HOSTCALL_CLOSED || status == HOSTCALL_INVALID_BRIDGE
          ? nil : "hostcall_next gave status \(status)"
      }
      unsafe handle(message)
      if Int.random(in: 0..<4, using: &generator) == 0 {
        unsafe held.append(message)
        unsafe message.token = 0
      }
      if unsafe held.count > 8 { unsafe Self.finish(&held) }
    }
  }

  private static func finish(_ held: inout [hostcall_message]) {
    for index in unsafe held.indices { unsafe hostcall_message_done(&held[index]) }
    unsafe held.removeAll()
  }
}
