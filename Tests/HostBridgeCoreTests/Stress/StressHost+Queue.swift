// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
import TestSupport

extension StressHost {
  /// Takes messages until the bridge is closed, as one of several threads, and holds some of them for a while.
  func takeMessages(_ seed: SplitMix) {
    var generator = seed
    var held = unsafe [hostcall_message]()
    var message = unsafe hostcall_message()
    unsafe message.size = MemoryLayout<hostcall_message>.size
    while true {
      // A message that is held may hold back others, so only a thread without any waits without a limit.
      let timeouts: [Int64] = unsafe held.isEmpty ? [-1, 0, 200_000] : [0, 200_000]
      let timeout = timeouts.randomElement(using: &generator) ?? 0
      let status = unsafe hostcall_next(handle, &message, timeout)
      if status == HOSTCALL_NOTHING {
        if unsafe !held.isEmpty { unsafe Self.finish(&held) }
        if timeout == 0 { usleep(50) }
        continue
      }
      guard status == HOSTCALL_OK else {
        if status != HOSTCALL_CLOSED, status != HOSTCALL_INVALID_BRIDGE {
          note { $0.violations.append("hostcall_next gave status \(status)") }
        }
        break
      }
      unsafe handle(message)
      if Int.random(in: 0..<4, using: &generator) == 0 {
        unsafe held.append(message)
        unsafe message.token = 0
      }
      if unsafe held.count > 8 { unsafe Self.finish(&held) }
    }
    unsafe Self.finish(&held)
    unsafe hostcall_message_done(&message)
  }

  private static func finish(_ held: inout [hostcall_message]) {
    for index in unsafe held.indices { unsafe hostcall_message_done(&held[index]) }
    unsafe held.removeAll()
  }

  private func handle(_ message: hostcall_message) {
    guard let userData = unsafe message.user_data else {
      return note { $0.violations.append("a message has no user data") }
    }
    let owner = unsafe Unmanaged<StressHost>.fromOpaque(userData)
    let callID = unsafe message.call_id
    switch unsafe hostcall_message_kind(UInt32(message.kind)) {
    case HOSTCALL_MESSAGE_INVOKE:
      if unsafe Int(bitPattern: message.bytes) % 16 != 0 { note { $0.violations.append("a request is not aligned") } }
      invoke(callID, unsafe [UInt8](UnsafeBufferPointer(start: message.bytes, count: message.length)))
    case HOSTCALL_MESSAGE_CANCEL: note { $0.cancelled[callID, default: 0] += 1 }
    case HOSTCALL_MESSAGE_REPLY: unsafe owner.takeRetainedValue().note { $0.replied += 1 }
    case HOSTCALL_MESSAGE_RELEASE: unsafe owner.takeRetainedValue().note { $0.released += 1 }
    default: note { $0.violations.append("a message has an unknown kind") }
    }
  }
}
