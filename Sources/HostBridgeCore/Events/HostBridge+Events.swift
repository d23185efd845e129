// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

extension HostBridge {
  /// Emits an event, in bytes, to every listener of its name: those of the host and those of the core.
  ///
  /// Copies the bytes, and returns without waiting for any listener; each has a queue of its own, which drops
  /// events when it is full. Without a listener, does nothing.
  ///
  /// An event that a task emits before it answers a call of the host is received by the host's listeners before the
  /// answer.
  ///
  /// Complexity: linear in the number of listeners of that name.
  ///
  /// - Parameters:
  ///   - event: The encoded event.
  ///   - wireName: The name of the event.
  /// - Throws: ``HostCallCode/invalidArgument`` for a string that is not a valid wire name,
  ///   ``HostCallCode/resourceExhausted`` if the event is over
  ///   ``HostBridgeConfiguration/maximumPayloadSize`` or memory is lacking, ``HostCallCode/unavailable`` if the bridge
  ///   is closed. Never because a listener is slow.
  public func emitBytes(_ event: [UInt8], named wireName: String) throws(BridgeError) {
    let name = try WireName(checking: wireName)
    try unsafe emit(event.span.bytes, named: name, to: channel(of: name))
  }

  /// Emits an event as ``emitBytes(_:named:)`` does, and calls `encode` only if the event has a listener.
  package func emit(named name: WireName, encoding encode: () throws(BridgeError) -> [UInt8]) throws(BridgeError) {
    let channel = try channel(of: name)
    let event = channel == nil ? [] : try encode()
    try unsafe emit(event.span.bytes, named: name, to: channel)
  }

  private func channel(of name: WireName) throws(BridgeError) -> EventChannel? {
    // In a forked child, another thread of the parent may hold a lock forever.
    guard !hostcall_fork_is_child() else { throw .bridgeClosed.named(name.text) }
    return storage.events.channel(of: name)
  }

  private func emit(_ event: RawSpan, named name: WireName, to channel: EventChannel?) throws(BridgeError) {
    do throws(StatusError) {
      try unsafe event.withUnsafeBytes { bytes throws(StatusError) in
        try unsafe storage.emit(bytes.baseAddress, count: UInt(bytes.count), to: channel)
      }
    } catch {
      if error.status == .closed { throw .bridgeClosed.named(name.text) }
      throw BridgeError(code: .resourceExhausted, message: error.message, wireName: name.text)
    }
  }

  /// Subscribes to the events of a name, in bytes.
  ///
  /// The reader receives the events that are emitted after this function has returned, by the host or by the core.
  ///
  /// - Parameters:
  ///   - wireName: The name of the events.
  ///   - capacity: The maximum number of events that wait for the reader; clamped to 1 to 65,536. They have at most
  ///     ``HostBridgeConfiguration/maximumPayloadSize`` bytes together.
  ///   - policy: What is dropped when the queue is full.
  /// - Returns: A reader, which has ended if the bridge is closed.
  /// - Throws: ``HostCallCode/invalidArgument`` for a string that is not a valid wire name.
  public func eventBytes(
    named wireName: String, capacity: Int = 256, policy: EventPolicy = .dropOldest
  ) throws(BridgeError) -> EventReader {
    storage.eventReader(named: try WireName(checking: wireName), capacity: capacity, policy: policy)
  }
}
