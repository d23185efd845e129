// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall

/// A host that gathers the calls of a batch, and answers them after the last, on the executor of its bridge.
///
/// The executor runs one job at a time, so the task that made the calls has suspended when the first is answered. With
/// a host on a thread of its own, the scheduling of the threads decides how many answers arrive before that.
final class GatheringHost: @unchecked Sendable {  // only the executor's thread uses `calls`
  let bridge = HostBridge()
  private let size: Int
  private var calls: [UInt64] = []

  /// Opens a bridge whose batches consist of `size` calls; it is to be closed before the host is released.
  init(size: Int) {
    self.size = size
    calls.reserveCapacity(size)
    let invoke: hostcall_invoke_fn = { callID, _, _, host in
      Unmanaged<GatheringHost>.fromOpaque(host!).takeUnretainedValue().gather(callID)
    }
    let host = Unmanaged.passUnretained(self).toOpaque()
    precondition(hostcall_register(bridge.cHandle, ThreadEcho.wireName, invoke, host) == HOSTCALL_OK)
  }

  private func gather(_ callID: UInt64) {
    calls.append(callID)
    guard calls.count == size else { return }
    Task(executorPreference: bridge.executor) { self.answer() }
  }

  private func answer() {
    withUnsafeBytes(of: ThreadEcho()) { bytes in
      let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
      for call in calls {
        precondition(hostcall_complete(bridge.cHandle, call, HOSTCALL_REPLY_OK, start, bytes.count) == HOSTCALL_OK)
      }
    }
    calls.removeAll(keepingCapacity: true)
  }
}
