// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// A message for a host that has a queue: what a bridge would otherwise pass to a function of the host.
///
/// Ownership: owned by the ``MessageQueue`` until the host takes it, then by the ``TakenMessages`` until the host gives
/// it back. Thread safety: immutable, except for what the lock of the queue guards.
@safe final class HostMessage: @unchecked Sendable {
  let kind: hostcall_message_kind
  let callID: UInt64
  /// The outcome of a reply.
  let outcome: Outcome
  let userData: UnsafeMutableRawPointer?
  /// The handler or listener that the message belongs to, unless it is a reply or an item.
  let handler: QueuedHandler?
  /// The call that an `invoke` hands out.
  let call: CallReference?
  /// Runs when the host takes the message, with the lock of the queue held; returns false if the message is dropped
  /// instead, because its stream has ended.
  let whenTaken: (@Sendable () -> Bool)?
  /// Runs when the host is done with the message.
  let whenDone: (@Sendable () -> Void)?
  private let bytes: HostMemory?

  // Guarded by the lock of the queue.

  /// The number of items of a `credit` or of a stream's `cancel`, or of events that were dropped before this one.
  var count: UInt64
  /// The neighbours in the ``MessageList`` that contains the message.
  var next: Unmanaged<HostMessage>?
  var previous: Unmanaged<HostMessage>?
  /// Whether the host has taken an `invoke`.
  var isTaken = false
  /// Whether the host is owed a `cancel` once it is done with an `invoke`.
  var owesCancel = false
  /// The number of items of the `cancel` that is owed.
  var owedCount: UInt64 = 0

  /// Creates a message, copying its bytes; returns `nil` if memory for them is lacking.
  init?(
    _ kind: hostcall_message_kind, callID: UInt64, outcome: Outcome = .response, bytes: UnsafeRawBufferPointer,
    userData: UnsafeMutableRawPointer?, handler: QueuedHandler? = nil, call: CallReference? = nil,
    whenTaken: (@Sendable () -> Bool)? = nil, whenDone: (@Sendable () -> Void)? = nil
  ) {
    self.kind = kind
    self.callID = callID
    self.outcome = outcome
    unsafe self.userData = userData
    self.handler = handler
    self.call = call
    count = 0
    self.whenTaken = whenTaken
    self.whenDone = whenDone
    self.bytes = unsafe HostMemory(aligning: bytes)
    if self.bytes == nil { return nil }
  }

  /// Creates a message without bytes.
  init(
    _ kind: hostcall_message_kind, callID: UInt64 = 0, outcome: Outcome = .response,
    userData: UnsafeMutableRawPointer?, handler: QueuedHandler? = nil, count: UInt64 = 0,
    whenTaken: (@Sendable () -> Bool)? = nil, whenDone: (@Sendable () -> Void)? = nil
  ) {
    self.kind = kind
    self.callID = callID
    self.outcome = outcome
    unsafe self.userData = userData
    self.handler = handler
    self.count = count
    self.whenTaken = whenTaken
    self.whenDone = whenDone
    call = nil
    bytes = nil
  }

  /// Creates the message of an event, which shares its bytes with those for other listeners.
  init(_ event: HostMemory, for listener: QueuedListener) {
    kind = HOSTCALL_MESSAGE_EVENT
    callID = listener.id
    outcome = .response
    unsafe userData = listener.userData
    handler = listener
    count = 0
    whenTaken = nil
    whenDone = nil
    call = nil
    bytes = event
  }

  /// Sixteen bytes for messages without any, whose pointer must not be NULL either.
  @safe private struct Empty: @unchecked Sendable {  // never written
    let start = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 16)
  }

  private static let empty = Empty()

  /// Returns the struct that the host receives.
  ///
  /// - Parameter token: The number that identifies the message in ``TakenMessages``.
  func value(_ token: UInt64) -> hostcall_message {
    unsafe hostcall_message(
      size: 0, kind: Int32(truncatingIfNeeded: kind.rawValue), call_id: callID, user_data: userData,
      outcome: outcome.rawValue, name: handler?.name,
      bytes: UnsafePointer((bytes?.start ?? Self.empty.start).assumingMemoryBound(to: UInt8.self)),
      length: bytes?.count ?? 0, count: count,
      token: token)
  }
}
