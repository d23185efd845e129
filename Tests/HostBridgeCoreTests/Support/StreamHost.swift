// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore

/// A host with one stream, `s`, that uses the C interface and records its callbacks.
final class StreamHost: @unchecked Sendable {  // `state` is guarded, the rest immutable
  struct Ending: Sendable, Equatable {
    var callID: UInt64
    var taken: UInt64
  }

  struct Record: Sendable {
    var invoked: [UInt64] = []
    /// For each call, the first credit.
    var first: [UInt64] = []
    var credits: [UInt32] = []
    var cancelled: [Ending] = []
    var releases = 0
  }

  let handle: hostcall_bridge
  private let state = Guarded(Record())
  private let onInvoke: @Sendable (StreamHost, UInt64) -> Void
  private let onCredit: @Sendable (StreamHost, UInt64) -> Void

  init(
    _ bridge: HostBridge, name: String = "s", onInvoke: @escaping @Sendable (StreamHost, UInt64) -> Void = { _, _ in },
    onCredit: @escaping @Sendable (StreamHost, UInt64) -> Void = { _, _ in }
  ) {
    handle = bridge.cHandle
    self.onInvoke = onInvoke
    self.onCredit = onCredit
    let status = register(name)
    precondition(status == HOSTCALL_OK, "the stream could not be registered")
  }

  var record: Record { state.withLock { $0 } }

  @discardableResult
  func register(_ name: String) -> Int32 {
    var handler = unsafe hostcall_stream_handler()
    unsafe handler.size = MemoryLayout<hostcall_stream_handler>.size
    unsafe handler.invoke = { callID, _, _, userData in
      let host = unsafe Unmanaged<StreamHost>.fromOpaque(userData!).takeUnretainedValue()
      var info = hostcall_call_info()
      info.size = MemoryLayout<hostcall_call_info>.size
      _ = unsafe hostcall_get_call_info(host.handle, callID, &info)
      let credit = info.credit
      host.state.withLock {
        $0.invoked.append(callID)
        $0.first.append(credit)
      }
      host.onInvoke(host, callID)
    }
    unsafe handler.credit = { callID, more, userData in
      let host = unsafe Unmanaged<StreamHost>.fromOpaque(userData!).takeUnretainedValue()
      host.state.withLock { $0.credits.append(more) }
      host.onCredit(host, callID)
    }
    unsafe handler.cancel = { callID, taken, userData in
      let host = unsafe Unmanaged<StreamHost>.fromOpaque(userData!).takeUnretainedValue()
      host.state.withLock { $0.cancelled.append(Ending(callID: callID, taken: taken)) }
    }
    unsafe handler.release = { userData in
      let host = unsafe Unmanaged<StreamHost>.fromOpaque(userData!).takeRetainedValue()
      host.state.withLock { $0.releases += 1 }
    }
    let retained = unsafe Unmanaged.passRetained(self)
    unsafe handler.user_data = retained.toOpaque()
    let status = unsafe hostcall_register_stream(handle, name, &handler)
    if status != HOSTCALL_OK { unsafe retained.release() }
    return status
  }

  @discardableResult
  func send(_ callID: UInt64, _ item: [UInt8]) -> Int32 {
    unsafe hostcall_send(handle, callID, item, item.count)
  }

  /// Sends `[first]`, `[first + 1]`, and so on, until an item is refused; returns how many were accepted, and the
  /// status.
  func sendAll(_ callID: UInt64, from first: UInt8 = 0, atMost limit: Int = 1000) -> (count: Int, status: Int32) {
    for count in 0..<limit {
      let status = send(callID, [first &+ UInt8(truncatingIfNeeded: count)])
      if status != HOSTCALL_OK { return (count, status) }
    }
    return (limit, HOSTCALL_OK)
  }

  @discardableResult
  func end(_ callID: UInt64, _ outcome: Int32 = HOSTCALL_REPLY_OK, _ payload: [UInt8] = []) -> Int32 {
    unsafe hostcall_complete(handle, callID, outcome, payload, payload.count)
  }

  /// Waits for at most ten seconds until the record satisfies a condition; returns whether it does.
  func wait(until condition: (Record) -> Bool) async -> Bool {
    for _ in 0..<10_000 {
      if condition(record) { return true }
      try? await Task.sleep(for: .milliseconds(1))
    }
    return condition(record)
  }
}

extension StreamReader {
  /// Returns the items up to the end or an error, and that error.
  func rest() async -> (items: [[UInt8]], error: BridgeError?) {
    var items: [[UInt8]] = []
    do throws(BridgeError) {
      while let item = try await next() { items.append(item) }
      return (items, nil)
    } catch {
      return (items, error)
    }
  }
}
