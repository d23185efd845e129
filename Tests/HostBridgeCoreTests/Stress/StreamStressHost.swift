// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
import HostBridgeCore
import TestSupport

/// A host whose threads send the items of many streams at random, and that checks what it is told: through its
/// functions, or in the messages of a queue.
final class StreamStressHost: Sendable {
  let log = StreamLog()
  private let handle: hostcall_bridge
  /// The number of threads that take messages; 0 for a host whose functions are called.
  private let takers: Int
  private let seeds: Guarded<SplitMix>
  /// The credit that the host was told of, by stream, and whether it was refused since.
  private let credit = Guarded<[UInt64: (told: UInt64, isBlocked: Bool)]>([:])
  private let releases = Guarded(0)

  init(_ bridge: HostBridge, takers: Int, _ seed: SplitMix) {
    handle = bridge.cHandle
    self.takers = takers
    seeds = Guarded(seed)
  }

  var released: Int { releases.withLock { $0 } }

  // MARK: The handler

  func register() -> Int32 {
    var handler = unsafe hostcall_stream_handler()
    unsafe handler.size = MemoryLayout<hostcall_stream_handler>.size
    if takers == 0 {
      unsafe handler.invoke = { callID, _, _, userData in unsafe StreamStressHost.from(userData).invoke(callID) }
      unsafe handler.credit = { callID, more, userData in
        unsafe StreamStressHost.from(userData).addCredit(callID, UInt64(more))
      }
      unsafe handler.cancel = { callID, taken, userData in unsafe StreamStressHost.from(userData).cancel(callID, taken)
      }
      unsafe handler.release = { userData in
        unsafe StreamStressHost.from(userData).release()
      }
    }
    unsafe handler.user_data = Unmanaged.passRetained(self).toOpaque()
    return unsafe hostcall_register_stream(handle, "s", &handler)
  }

  private static func from(_ userData: UnsafeMutableRawPointer?) -> StreamStressHost {
    unsafe Unmanaged<StreamStressHost>.fromOpaque(userData!).takeUnretainedValue()  // set when registered
  }

  /// Returns threads that take messages until the bridge is closed.
  func startTakers() -> [Worker] {
    (0..<takers).map { _ in
      let seed = SplitMix(seed: seeds.withLock { $0.next() })
      return Worker { [self] in
        var taker = MessageTaker(bridge: handle, generator: seed)
        if let wrong = unsafe taker.run({ unsafe take($0) }) { log.violate(wrong) }
      }
    }
  }

  private func take(_ message: hostcall_message) {
    let (id, count) = unsafe (message.call_id, message.count)
    switch unsafe hostcall_message_kind(UInt32(message.kind)) {
    case HOSTCALL_MESSAGE_INVOKE: invoke(id)
    case HOSTCALL_MESSAGE_CREDIT: addCredit(id, count)
    case HOSTCALL_MESSAGE_CANCEL: cancel(id, count)
    case HOSTCALL_MESSAGE_RELEASE: release()
    default: log.violate("a message has an unknown kind")
    }
  }

  private func invoke(_ id: UInt64) {
    var info = hostcall_call_info()
    info.size = MemoryLayout<hostcall_call_info>.size
    // Unless it has ended, and no item is accepted.
    if unsafe hostcall_get_call_info(handle, id, &info) == HOSTCALL_OK {
      let first = info.credit
      credit.withLock { $0[id, default: (0, false)].told += first }
      log.change(id) { stream in stream.granted += first }
    }
    var generator = SplitMix(seed: seeds.withLock { $0.next() })
    if Int.random(in: 0..<4, using: &generator) == 0 { return send(id, &generator, mayWait: false) }
    log.beginSender()
    Thread.detachNewThread { [generator] in
      var generator = generator
      self.send(id, &generator, mayWait: true)
      self.log.endSender()
    }
  }

  private func addCredit(_ id: UInt64, _ more: UInt64) {
    let told = credit.withLock { credit in
      credit[id, default: (0, false)].told += more
      credit[id]?.isBlocked = false
      return credit[id]?.told ?? 0
    }
    let isOrdered = takers < 2
    log.check(id) { stream in
      if more == 0 || told > stream.granted { return "credit of \(more), \(told) in all" }
      return isOrdered && !stream.taken.isEmpty ? "credit after cancel" : nil
    }
  }

  private func cancel(_ id: UInt64, _ taken: UInt64) {
    log.check(id) { stream in
      stream.taken.append(taken)
      return stream.taken.count > 1 ? "a second cancel" : nil
    }
  }

  private func release() {
    releases.withLock { $0 += 1 }
    unsafe Unmanaged.passUnretained(self).release()
  }

  // MARK: Sending

  /// Sends items until the stream has ended, or the host forgets it.
  private func send(_ id: UInt64, _ generator: inout SplitMix, mayWait: Bool) {
    let last = UInt64.random(in: 0...60, using: &generator)
    let forgets = Int.random(in: 0..<5, using: &generator) == 0
    var number: UInt64 = 0
    while number < last {
      let item = NumberedItem.bytes(number, &generator)
      var status = unsafe hostcall_send(handle, id, item, item.count)
      if status == HOSTCALL_WOULD_BLOCK {
        guard mayWait else { return }
        // Refused again without a credit in between, so this refusal is not followed by an earlier credit.
        setBlocked(id, true)
        status = unsafe hostcall_send(handle, id, item, item.count)
        if status == HOSTCALL_OK { setBlocked(id, false) }
      }
      switch status {
      case HOSTCALL_OK:
        number += 1
        log.accept(id)
      case HOSTCALL_WOULD_BLOCK: guard waitForCredit(id) else { return }
      default: return
      }
      if Int.random(in: 0..<8, using: &generator) == 0 { usleep(UInt32.random(in: 0...300, using: &generator)) }
    }
    if forgets { return }
    let ends: [(Int32, StreamHistory.End)] = [
      (HOSTCALL_REPLY_OK, .success), (HOSTCALL_REPLY_ERROR, .error(.unknown)), (0x10a, .error(.aborted)),
    ]
    let (outcome, end) = ends[Int.random(in: 0..<3, using: &generator)]
    let isAccepted = hostcall_complete(handle, id, outcome, nil, 0) == HOSTCALL_OK
    log.change(id) { stream in
      if isAccepted { stream.sentEnd = end } else { stream.isRefused = true }
    }
  }

  private func setBlocked(_ id: UInt64, _ isBlocked: Bool) {
    credit.withLock { $0[id, default: (0, false)].isBlocked = isBlocked }
  }

  /// Waits until the host is told of credit; returns false if it is told of the end instead.
  private func waitForCredit(_ id: UInt64) -> Bool {
    let isTold = log.wait(id) { stream in
      !stream.taken.isEmpty || credit.withLock { $0[id]?.isBlocked == false }
    }
    if !isTold { log.violate("neither credit nor cancel for stream \(id)") }
    return isTold && log.history(id).taken.isEmpty
  }
}
