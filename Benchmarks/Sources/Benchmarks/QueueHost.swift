// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall

/// A host that takes calls from the queue of its bridge, and answers each with its own bytes on its one thread.
final class QueueHost: Sendable {
  let bridge = HostBridge()

  /// Opens a bridge, and starts the thread, which ends after the bridge is closed.
  init() {
    let handle = bridge.cHandle
    precondition(hostcall_queue_enable(handle, nil, nil) == HOSTCALL_OK)
    precondition(hostcall_register(handle, ThreadEcho.wireName, nil, nil) == HOSTCALL_OK)
    Thread.detachNewThread {
      var message = hostcall_message()
      message.size = MemoryLayout<hostcall_message>.size
      while hostcall_next(handle, &message, -1) == HOSTCALL_OK {
        guard message.kind == HOSTCALL_MESSAGE_INVOKE.rawValue else { continue }
        _ = hostcall_complete(handle, message.call_id, HOSTCALL_REPLY_OK, message.bytes, message.length)
      }
    }
  }
}
