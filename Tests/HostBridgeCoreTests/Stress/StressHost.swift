// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore
import TestSupport

/// A host that does everything a host may do, at random, and records its actions and callbacks.
final class StressHost: @unchecked Sendable {  // `record` is guarded, the rest immutable
  struct Record: Sendable {
    /// For each call ID, the number in the request.
    var invoked: [UInt64: UInt64] = [:]
    /// For each accepted answer, the outcome and the payload.
    var accepted: [UInt64: (outcome: Int32, payload: [UInt8])] = [:]
    /// For each call ID, how often `cancel` ran.
    var cancelled: [UInt64: Int] = [:]
    var registered = 0
    var released = 0
    /// The number of calls that it made to the core, and of their replies.
    var called = 0
    var replied = 0
    /// Events that must never happen.
    var violations: [String] = []
  }

  /// A call that has not been answered.
  struct Job: Sendable {
    let host: StressHost
    let callID: UInt64
    let number: UInt64
  }

  static let names = ["a", "b"]

  let handle: hostcall_bridge
  private let state = Guarded(Record())
  private let generator: Guarded<SplitMix>
  private let jobs: Mailbox<Job>

  /// - Parameter hasQueue: Whether threads take messages, instead of functions being called.
  init(_ bridge: HostBridge, jobs: Mailbox<Job>, generator: SplitMix, hasQueue: Bool) {
    handle = bridge.cHandle
    if hasQueue {
      let status = hostcall_queue_enable(handle, nil, nil)
      precondition(status == HOSTCALL_OK, "the queue could not be enabled")
    }
    self.jobs = jobs
    self.generator = Guarded(generator)
  }

  var record: Record { state.withLock { $0 } }

  func note(_ change: (inout Record) -> Void) { state.withLock { change(&$0) } }

  private func random(below bound: UInt64) -> UInt64 {
    generator.withLock { UInt64.random(in: 0..<bound, using: &$0) }
  }

  // MARK: Registering

  /// Registers or replaces a handler.
  ///
  /// - Returns: Whether the bridge still accepts handlers.
  func register(_ name: String) -> Bool {
    var handler = unsafe hostcall_handler()
    unsafe handler.size = MemoryLayout<hostcall_handler>.size
    unsafe handler.invoke = { callID, request, count, userData in
      guard let userData = unsafe userData else { return }
      let host = unsafe Unmanaged<StressHost>.fromOpaque(userData).takeUnretainedValue()
      host.invoke(callID, unsafe [UInt8](UnsafeBufferPointer(start: request, count: count)))
    }
    unsafe handler.cancel = { callID, userData in
      guard let userData = unsafe userData else { return }
      let host = unsafe Unmanaged<StressHost>.fromOpaque(userData).takeUnretainedValue()
      host.note { $0.cancelled[callID, default: 0] += 1 }
    }
    unsafe handler.release = { userData in
      guard let userData = unsafe userData else { return }
      let host = unsafe Unmanaged<StressHost>.fromOpaque(userData).takeRetainedValue()
      host.note { $0.released += 1 }
    }
    // Counted before registering, since `release` may run before the function returns.
    note { $0.registered += 1 }
    let retained = unsafe Unmanaged.passRetained(self)
    unsafe handler.user_data = retained.toOpaque()
    let status = unsafe hostcall_register_handler(handle, name, &handler)
    if status != HOSTCALL_OK {
      unsafe retained.release()
      note { $0.registered -= 1 }
    }
    return status == HOSTCALL_OK
  }

  func invoke(_ callID: UInt64, _ request: [UInt8]) {
    let number = request.reduce(0) { $0 << 8 | UInt64($1) }
    note { record in
      if record.invoked.updateValue(number, forKey: callID) != nil {
        record.violations.append("call \(callID) was invoked twice")
      }
    }
    let job = Job(host: self, callID: callID, number: number)
    switch random(below: 10) {
    case 0: break  // the host forgets the call
    case 1...3: answer(job)
    default: jobs.post(job)
    }
  }

  // MARK: Answering

  /// Answers a call at random, once or more often.
  func answer(_ job: Job) {
    let nonce = random(below: .max)
    let times = random(below: 6) == 0 ? 2 : 1
    for time in 0..<times {
      let outcomes = [
        HOSTCALL_REPLY_OK, HOSTCALL_REPLY_OK, HOSTCALL_REPLY_OK, HOSTCALL_REPLY_ERROR, HOSTCALL_REPLY_FAILURE,
        HOSTCALL_REPLY_CANCELLED, 0x10a,
      ]
      let outcome = outcomes[Int(random(below: UInt64(outcomes.count)))]
      let size = random(below: 20) == 0 ? 5000 : 8
      let payload = [UInt8](repeating: UInt8(truncatingIfNeeded: nonce &+ UInt64(time)), count: size)
      let status = unsafe hostcall_complete(handle, job.callID, outcome, payload, payload.count)
      switch status {
      case HOSTCALL_OK:
        note { record in
          if record.accepted.updateValue((outcome, payload), forKey: job.callID) != nil {
            record.violations.append("call \(job.callID) took two answers")
          }
        }
      case HOSTCALL_UNKNOWN_CALL, HOSTCALL_CLOSED, HOSTCALL_INVALID_BRIDGE: break
      default: note { $0.violations.append("an answer gave status \(status)") }
      }
    }
    if random(below: 10) == 0 {
      let status = hostcall_complete(handle, .max - random(below: 1000), HOSTCALL_REPLY_OK, nil, 0)
      if status == HOSTCALL_OK { note { $0.violations.append("an answer to an unknown call was taken") } }
    }
  }

  // MARK: Calling the core

  /// Calls a function of the core, and cancels some of the calls.
  func callCore() {
    let retained = unsafe Unmanaged.passRetained(self)
    var callID: UInt64 = 0
    note { $0.called += 1 }
    let status = unsafe hostcall_call(
      handle, "echo", [1, 2, 3], 3,
      { _, _, _, userData in
        guard let userData = unsafe userData else { return }
        unsafe Unmanaged<StressHost>.fromOpaque(userData).takeRetainedValue().note { $0.replied += 1 }
      }, retained.toOpaque(), &callID)
    if status != HOSTCALL_OK {
      unsafe retained.release()
      note { $0.called -= 1 }
    } else if random(below: 3) == 0 {
      _ = hostcall_cancel(handle, callID)
    }
  }
}
