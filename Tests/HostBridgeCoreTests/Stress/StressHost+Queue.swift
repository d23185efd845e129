// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import TestSupport

extension StressHost {
  /// Takes messages until the bridge is closed, as one of several threads.
  func takeMessages(_ seed: SplitMix) {
    var taker = MessageTaker(bridge: handle, generator: seed)
    if let wrong = unsafe taker.run({ unsafe handle($0) }) { note { $0.violations.append(wrong) } }
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
