// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
import HostBridgeCore
import TestSupport

/// A host that calls streams of the core, and grants, cancels and lets them expire at random: with functions, or with a
/// queue.
final class StreamStressCaller: Sendable {
  /// A stream, as the bridge's `user_data`.
  @safe private final class Call: @unchecked Sendable {  // the ID is written before a function runs
    let caller: StreamStressCaller
    /// The credit that each item is answered with.
    let grantEach: UInt32
    let idOut = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)

    init(_ caller: StreamStressCaller, grantEach: UInt32) {
      self.caller = caller
      self.grantEach = grantEach
      unsafe idOut.initialize(to: 0)
    }

    deinit { unsafe idOut.deallocate() }

    var id: UInt64 { unsafe idOut.pointee }

    static func from(_ userData: UnsafeMutableRawPointer?) -> Call {
      unsafe Unmanaged<Call>.fromOpaque(userData!).takeUnretainedValue()  // set when called
    }
  }

  let log = StreamLog()
  private let handle: hostcall_bridge
  /// The number of threads that take messages; 0 for a host whose functions are called.
  private let takers: Int
  /// All calls: one thread may take the end of a stream while another is not done with an item of it.
  private let calls = Guarded<[Call]>([])

  init(_ bridge: HostBridge, takers: Int) {
    handle = bridge.cHandle
    self.takers = takers
  }

  // MARK: Calling

  /// Calls streams until the bridge is closed.
  func run(_ seed: SplitMix) async {
    var generator = seed
    while let call = call(&generator) {
      let id = call.id
      for _ in 0..<Int.random(in: 0...8, using: &generator) {
        grant(id, UInt32.random(in: 0...20, using: &generator))
        await Task.yield()
      }
      if Bool.random(using: &generator) {
        try? await Task.sleep(for: .microseconds(Int.random(in: 0...3000, using: &generator)))
      }
      // A stream without limits may wait for credit that does not come.
      let mayExpire = log.history(id).mayExpire
      if !mayExpire || Int.random(in: 0..<3, using: &generator) == 0 { cancel(id) }
    }
  }

  /// Calls a stream; returns `nil` if the bridge is closed.
  private func call(_ generator: inout SplitMix) -> Call? {
    let call = Call(self, grantEach: UInt32.random(in: 0...1, using: &generator))
    let mayExpire = Bool.random(using: &generator)
    let limits = (0..<2).map { _ in mayExpire ? Int64.random(in: -1000...20_000_000, using: &generator) : 0 }
    var options = unsafe hostcall_call_options()
    unsafe options.size = MemoryLayout<hostcall_call_options>.size
    unsafe options.timeout_ns = limits[0]
    unsafe options.silence_ns = limits[1]
    calls.withLock { $0.append(call) }
    let functions: (hostcall_item_fn?, hostcall_reply_fn?) = unsafe takers == 0 ? (Self.item, Self.reply) : (nil, nil)
    let status = unsafe hostcall_call_stream(
      handle, "s", nil, 0, &options, functions.0, functions.1, Unmanaged.passUnretained(call).toOpaque(), call.idOut)
    guard status == HOSTCALL_OK else {
      if status != HOSTCALL_CLOSED, status != HOSTCALL_INVALID_BRIDGE { log.violate("a call gave status \(status)") }
      return nil
    }
    log.change(call.id) { stream in (stream.isOpened, stream.mayExpire) = (true, mayExpire) }
    return call
  }

  private func grant(_ id: UInt64, _ items: UInt32) {
    // Before the core can use it.
    log.change(id) { stream in stream.granted += UInt64(items) }
    check(hostcall_grant(handle, id, items), "a grant")
  }

  private func cancel(_ id: UInt64) {
    log.change(id) { stream in stream.mayBeCancelled = true }
    check(hostcall_cancel(handle, id), "a cancel")
  }

  private func check(_ status: Int32, _ what: String) {
    let expected = [HOSTCALL_OK, HOSTCALL_UNKNOWN_CALL, HOSTCALL_CLOSED, HOSTCALL_INVALID_BRIDGE]
    if !expected.contains(status) { log.violate("\(what) gave status \(status)") }
  }

  /// Releases the calls, which refer to this object.
  ///
  /// The bridge uses none after its close.
  func releaseCalls() {
    calls.withLock { $0 = [] }
  }

  // MARK: Functions

  private static var item: hostcall_item_fn {
    { item, count, userData in
      let call = unsafe Call.from(userData)
      unsafe call.caller.receive(UnsafeRawBufferPointer(start: item, count: count), of: call)
    }
  }

  private static var reply: hostcall_reply_fn {
    { outcome, _, _, userData in
      let call = unsafe Call.from(userData)
      call.caller.end(call.id, outcome)
    }
  }

  private func receive(_ item: UnsafeRawBufferPointer, of call: Call) {
    let (id, number) = unsafe (call.id, NumberedItem.number(item))
    log.change(id) { stream in stream.receive(number) }
    if call.grantEach > 0 { grant(id, call.grantEach) }
  }

  private func end(_ id: UInt64, _ outcome: Int32) {
    switch outcome {
    case HOSTCALL_REPLY_OK: log.end(id, .success)
    case HOSTCALL_REPLY_CANCELLED: log.end(id, .error(.cancelled))
    default: log.end(id, .error(HostCallCode(rawValue: Int(outcome) - 0x100)))
    }
  }

  // MARK: Messages

  /// Returns threads that take messages until the bridge is closed.
  func startTakers(_ generator: inout SplitMix) -> [Worker] {
    (0..<takers).map { _ in
      let seed = SplitMix(seed: generator.next())
      return Worker { [self] in
        var taker = MessageTaker(bridge: handle, generator: seed)
        if let wrong = unsafe taker.run({ unsafe take($0) }) { log.violate(wrong) }
      }
    }
  }

  private func take(_ message: hostcall_message) {
    let call = unsafe Call.from(message.user_data)
    switch unsafe hostcall_message_kind(UInt32(message.kind)) {
    case HOSTCALL_MESSAGE_ITEM:
      unsafe receive(UnsafeRawBufferPointer(start: message.bytes, count: message.length), of: call)
    case HOSTCALL_MESSAGE_REPLY:
      unsafe end(call.id, message.outcome)
    default: log.violate("a message has an unknown kind")
    }
  }
}
