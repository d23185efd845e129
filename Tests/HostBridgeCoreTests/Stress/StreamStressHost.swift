// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
import HostBridgeCore
import TestSupport

/// A host whose threads send the items of many streams at random, and that checks what it is told.
final class StreamStressHost: @unchecked Sendable {  // everything is under `condition`, or immutable
  /// A stream, as its host knows it.
  struct Stream: Sendable {
    var buffer: UInt64 = 0
    /// The sum of all credit after the first.
    var credited: UInt64 = 0
    /// The number of items that were accepted.
    var accepted: UInt64 = 0
    /// The number of items that the reader has asked for.
    var requested: UInt64 = 0
    /// The outcome with which the host ended the stream.
    var outcome: Int32?
    /// Whether its end was refused, so that it need not be told of the other end.
    var isRefused = false
    /// The count of each `cancel`.
    var cancelled: [UInt64] = []
    /// Whether the host was refused and has not been told of credit since.
    var isBlocked = false
  }

  let handle: hostcall_bridge
  private let condition = NSCondition()
  private var streams: [UInt64: Stream] = [:]
  private var foundViolations: [String] = []
  private var releases = 0
  private var senders = 0
  private let seeds: Guarded<SplitMix>

  init(_ bridge: HostBridge, _ seed: SplitMix) {
    handle = bridge.cHandle
    seeds = Guarded(seed)
  }

  var violations: [String] { condition.withLock { foundViolations } }
  var released: Int { condition.withLock { releases } }

  func stream(_ id: UInt64) -> Stream { condition.withLock { streams[id] ?? Stream() } }

  func change(_ id: UInt64, _ body: (inout Stream) -> Void) {
    condition.withLock {
      body(&streams[id, default: Stream()])
      condition.broadcast()
    }
  }

  func violate(_ text: String) { condition.withLock { foundViolations.append(text) } }

  /// Waits until no thread sends.
  func waitForSenders() { condition.withLock { while senders > 0 { condition.wait() } } }

  // MARK: The handler

  func register() -> Int32 {
    var handler = unsafe hostcall_stream_handler()
    unsafe handler.size = MemoryLayout<hostcall_stream_handler>.size
    unsafe handler.invoke = { callID, _, _, userData in
      unsafe Unmanaged<StreamStressHost>.fromOpaque(userData!).takeUnretainedValue().invoke(callID)
    }
    unsafe handler.credit = { callID, more, userData in
      let host = unsafe Unmanaged<StreamStressHost>.fromOpaque(userData!).takeUnretainedValue()
      host.change(callID) { stream in
        stream.isBlocked = false
        stream.credited += UInt64(more)
        if more == 0 || stream.credited > stream.requested {
          host.foundViolations.append("credit of \(more) for \(stream)")
        }
        if !stream.cancelled.isEmpty { host.foundViolations.append("credit after cancel for \(stream)") }
      }
    }
    unsafe handler.cancel = { callID, taken, userData in
      unsafe Unmanaged<StreamStressHost>.fromOpaque(userData!).takeUnretainedValue().change(callID) {
        $0.cancelled.append(taken)
      }
    }
    unsafe handler.release = { userData in
      let host = unsafe Unmanaged<StreamStressHost>.fromOpaque(userData!).takeRetainedValue()
      host.condition.withLock { host.releases += 1 }
    }
    unsafe handler.user_data = Unmanaged.passRetained(self).toOpaque()
    return unsafe hostcall_register_stream(handle, "s", &handler)
  }

  private func invoke(_ id: UInt64) {
    var info = hostcall_call_info()
    info.size = MemoryLayout<hostcall_call_info>.size
    if unsafe hostcall_get_call_info(handle, id, &info) == HOSTCALL_OK {
      let credit = info.credit
      change(id) { $0.buffer = credit }
    } else {
      // It has ended; no item is accepted.
      change(id) { _ in }
    }
    var generator = SplitMix(seed: seeds.withLock { $0.next() })
    if Int.random(in: 0..<4, using: &generator) == 0 {
      send(id, &generator, mayWait: false)
    } else {
      let seed = generator
      condition.withLock { senders += 1 }
      Thread.detachNewThread {
        var generator = seed
        self.send(id, &generator, mayWait: true)
        self.condition.withLock {
          self.senders -= 1
          self.condition.broadcast()
        }
      }
    }
  }

  /// Sends items until the stream has ended, or the host forgets it.
  private func send(_ id: UInt64, _ generator: inout SplitMix, mayWait: Bool) {
    let last = UInt64.random(in: 0...60, using: &generator)
    let forgets = Int.random(in: 0..<5, using: &generator) == 0
    var number: UInt64 = 0
    while number < last {
      let item =
        withUnsafeBytes(of: number) { unsafe [UInt8]($0) }
        + [UInt8](repeating: 7, count: Int.random(in: 0...40, using: &generator))
      let status = unsafe hostcall_send(handle, id, item, item.count)
      switch status {
      case HOSTCALL_OK:
        number += 1
        change(id) { stream in
          stream.accepted += 1
          if stream.accepted > stream.requested + stream.buffer { foundViolations.append("too many items: \(stream)") }
        }
      case HOSTCALL_WOULD_BLOCK:
        guard mayWait else { return }
        // Refused again without a credit in between, so this refusal is not followed by an earlier credit.
        change(id) { $0.isBlocked = true }
        if hostcall_send(handle, id, item, item.count) == HOSTCALL_OK {
          number += 1
          change(id) {
            $0.accepted += 1
            $0.isBlocked = false
          }
          continue
        }
        guard waitForCredit(id) else { return }
      default: return
      }
      if Int.random(in: 0..<8, using: &generator) == 0 { usleep(UInt32.random(in: 0...300, using: &generator)) }
    }
    if forgets { return }
    let outcome =
      [HOSTCALL_REPLY_OK, HOSTCALL_REPLY_ERROR, 0x10a].randomElement(using: &generator) ?? HOSTCALL_REPLY_OK
    let status = hostcall_complete(handle, id, outcome, nil, 0)
    change(id) { if status == HOSTCALL_OK { $0.outcome = outcome } else { $0.isRefused = true } }
  }

  /// Waits until the host is told of credit; returns false if it is told of the end instead.
  private func waitForCredit(_ id: UInt64) -> Bool {
    condition.withLock {
      let end = Date(timeIntervalSinceNow: 20)
      while streams[id]?.isBlocked == true, streams[id]?.cancelled.isEmpty == true {
        if !condition.wait(until: end) {
          foundViolations.append("neither credit nor cancel for \(streams[id] ?? Stream())")
          return false
        }
      }
      return streams[id]?.cancelled.isEmpty == true
    }
  }
}
