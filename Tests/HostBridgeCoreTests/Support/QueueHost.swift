// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
@testable import HostBridgeCore

/// A host with a queue, whose messages the test takes.
final class QueueHost: Sendable {
  /// A message, without what belongs to the library.
  struct Message: Sendable, Equatable {
    var kind: hostcall_message_kind
    var callID: UInt64
    var tag: UInt
    var outcome: Int32
    var bytes: [UInt8]
    /// The message's count; like the token, not compared.
    var count: UInt64 = 0
    var token: UInt64 = 0

    static func == (left: Message, right: Message) -> Bool {
      left.kind == right.kind && left.callID == right.callID && left.tag == right.tag && left.outcome == right.outcome
        && left.bytes == right.bytes
    }
  }

  enum Next: Sendable, Equatable {
    case message(Message)
    case status(Int32)

    var message: Message? { if case .message(let message) = self { message } else { nil } }
  }

  let bridge: HostBridge
  let handle: hostcall_bridge

  /// Opens a bridge with a queue, and registers `names` with the tags 1, 2, and so on.
  init(_ names: [String] = ["f"], configuration: HostBridgeConfiguration = HostBridgeConfiguration()) {
    bridge = HostBridge(configuration: configuration)
    handle = bridge.cHandle
    let status = hostcall_queue_enable(handle, nil, nil)
    precondition(status == HOSTCALL_OK, "the queue could not be enabled")
    for (index, name) in names.enumerated() { register(name, tag: UInt(index + 1)) }
  }

  @discardableResult
  func register(_ name: String, tag: UInt) -> Int32 {
    unsafe hostcall_register(handle, name, nil, UnsafeMutableRawPointer(bitPattern: tag))
  }

  /// Subscribes a listener; returns the status and the subscription.
  func subscribe(
    _ name: String = "e", tag: UInt = 7, policy: Int32 = HOSTCALL_DROP_OLDEST, capacity: UInt32 = 0
  ) -> (status: Int32, id: UInt64) {
    var listener = unsafe hostcall_listener()
    unsafe listener.size = MemoryLayout<hostcall_listener>.size
    unsafe listener.user_data = UnsafeMutableRawPointer(bitPattern: tag)
    unsafe listener.policy = policy
    unsafe listener.capacity = capacity
    var id: UInt64 = 0
    let status = unsafe hostcall_subscribe(handle, name, &listener, &id)
    return (status, id)
  }

  /// Takes a message, which stays taken until ``done(_:)``.
  @inline(never)
  func take(_ timeout: Int64 = 0) -> Next {
    var message = unsafe hostcall_message()
    unsafe message.size = MemoryLayout<hostcall_message>.size
    let status = unsafe hostcall_next(handle, &message, timeout)
    guard status == HOSTCALL_OK else { return .status(status) }
    return .message(
      unsafe Message(
        kind: hostcall_message_kind(UInt32(message.kind)), callID: message.call_id,
        tag: UInt(bitPattern: message.user_data), outcome: message.outcome,
        bytes: [UInt8](UnsafeBufferPointer(start: message.bytes, count: message.length)), count: message.count,
        token: message.token))
  }

  /// Takes a message and is done with it.
  func next(_ timeout: Int64 = 0) -> Next {
    let next = take(timeout)
    if let message = next.message { done(message) }
    return next
  }

  func done(_ taken: Message) {
    var message = unsafe hostcall_message()
    unsafe message.size = MemoryLayout<hostcall_message>.size
    unsafe message.token = taken.token
    unsafe hostcall_message_done(&message)
  }

  @discardableResult
  func complete(_ callID: UInt64, _ payload: [UInt8] = []) -> Int32 {
    unsafe hostcall_complete(handle, callID, HOSTCALL_REPLY_OK, payload, payload.count)
  }

  /// Takes a message like ``take(_:)``, waiting for at most ten seconds without blocking the thread.
  func takeSoon() async -> Next {
    for _ in 0..<10_000 {
      let next = take()
      if next != .status(HOSTCALL_NOTHING) { return next }
      try? await Task.sleep(for: .milliseconds(1))
    }
    return take()
  }

  /// Takes a message like ``takeSoon()``, and is done with it.
  func nextSoon() async -> Next {
    let next = await takeSoon()
    if let message = next.message { done(message) }
    return next
  }

  /// Takes messages until the end, and returns them.
  func drain() async -> [Message] {
    var messages: [Message] = []
    while let message = await nextSoon().message { messages.append(message) }
    return messages
  }

  /// Waits for at most ten seconds until a condition holds; returns whether it does.
  func wait(until condition: () -> Bool) async -> Bool {
    for _ in 0..<10_000 {
      if condition() { return true }
      try? await Task.sleep(for: .milliseconds(1))
    }
    return condition()
  }

  /// Waits until `count` calls are in flight.
  func inFlight(_ count: UInt64) async -> Bool { await wait { bridge.statistics.inFlight == count } }
}
