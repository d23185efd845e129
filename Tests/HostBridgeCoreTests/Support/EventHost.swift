// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore

/// A listener of a host that uses the C interface, and records its callbacks.
final class EventHost: @unchecked Sendable {  // `state` is guarded, the rest immutable
  struct Event: Sendable, Equatable {
    var bytes: [UInt8]
    var dropped: UInt64 = 0
  }

  struct Record: Sendable {
    var events: [Event] = []
    var releases = 0
    /// Whether an event came after the release.
    var isLate = false
    var isMisaligned = false
    var names: Set<String> = []
  }

  let handle: hostcall_bridge
  private let state = Guarded(Record())
  private let id = Guarded<UInt64>(0)
  private let onEvent: @Sendable (EventHost, [UInt8]) -> Void

  init(_ bridge: HostBridge, onEvent: @escaping @Sendable (EventHost, [UInt8]) -> Void = { _, _ in }) {
    handle = bridge.cHandle
    self.onEvent = onEvent
  }

  var record: Record { state.withLock { $0 } }
  var bytes: [[UInt8]] { record.events.map(\.bytes) }
  /// The last subscription.
  var subscription: UInt64 { id.withLock { $0 } }

  @discardableResult
  func subscribe(_ name: String = "e", policy: Int32 = HOSTCALL_DROP_OLDEST, capacity: UInt32 = 0) -> Int32 {
    var listener = unsafe hostcall_listener()
    unsafe listener.size = MemoryLayout<hostcall_listener>.size
    unsafe listener.policy = policy
    unsafe listener.capacity = capacity
    unsafe listener.event = { name, event, count, dropped, userData in
      let host = unsafe Unmanaged<EventHost>.fromOpaque(userData!).takeUnretainedValue()
      let bytes = unsafe [UInt8](UnsafeBufferPointer(start: event, count: count))
      let name = unsafe String(cString: name!)
      let isMisaligned = unsafe UInt(bitPattern: event) % 16 != 0 || event == nil
      host.state.withLock {
        $0.events.append(Event(bytes: bytes, dropped: dropped))
        $0.names.insert(name)
        if isMisaligned { $0.isMisaligned = true }
        if $0.releases > 0 { $0.isLate = true }
      }
      host.onEvent(host, bytes)
    }
    unsafe listener.release = { userData in
      let host = unsafe Unmanaged<EventHost>.fromOpaque(userData!).takeRetainedValue()
      host.state.withLock { $0.releases += 1 }
    }
    let retained = unsafe Unmanaged.passRetained(self)
    unsafe listener.user_data = retained.toOpaque()
    var subscription: UInt64 = 0
    let status = unsafe hostcall_subscribe(handle, name, &listener, &subscription)
    if status == HOSTCALL_OK { id.withLock { [subscription] in $0 = subscription } } else { unsafe retained.release() }
    return status
  }

  @discardableResult
  func unsubscribe() -> Int32 { hostcall_unsubscribe(handle, subscription) }

  @discardableResult
  func emit(_ event: [UInt8], _ name: String = "e") -> Int32 {
    unsafe hostcall_emit(handle, name, event, event.count)
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
