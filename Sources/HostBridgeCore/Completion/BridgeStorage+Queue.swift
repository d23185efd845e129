// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

// A host that takes messages from a queue.
extension BridgeStorage {
  /// Gives the host a queue, unless it has already registered a function or made a call.
  func enableQueue(wake: hostcall_wake_fn?, wakeData: UnsafeMutableRawPointer?) throws(StatusError) {
    // The queue is used only while the bridge is retained.
    let queue = unsafe MessageQueue(of: handleNumber, pending, wake: wake, wakeData: wakeData) { [unowned self] call in
      var message = "there is no memory for the request in the host's queue"
      message.withUTF8 { unsafe fail(call, .resourceExhausted, UnsafeRawBufferPointer($0)) }
    }
    guard delivery.enable(queue) else { throw StatusError(.invalidArgument, .tooLateForQueue) }
  }

  /// Registers a handler whose calls are queued.
  func register(
    _ handler: QueuedHandler, for name: WireName, kind: CallKind = .call, schema: HandlerSchema = .unchecked
  ) throws(StatusError) {
    do throws(StatusError) {
      let functions = HostFunctions(handler, kind: kind)
      try register(HostHandler(functions, for: name, kind: kind, schema: schema, isQueued: true))
    } catch {
      HostFunctions.discard(handler)
      throw error
    }
  }

  /// Takes the next message.
  ///
  /// - Parameters:
  ///   - timeout: How long to wait, in nanoseconds; 0 not at all, and less than 0 without a limit.
  ///   - done: The message that the host is done with, if any.
  /// - Throws: ``Status/nothing``, or once ``Status/closed``, after which the handle is stale.
  func nextMessage(of queue: MessageQueue, _ timeout: Int64, done: HostMessage?) throws(StatusError) -> HostMessage {
    switch queue.next(timeout, done: done) {
    case .message(let message):
      if message.kind == HOSTCALL_MESSAGE_EVENT { events.countDelivered() }
      return message
    case .nothing: throw StatusError(.nothing, .noMessage)
    case .closed:
      Self.handles.remove(handleNumber)
      throw .closed
    case .stale: throw StatusError(.invalidBridge, .noBridge)
    }
  }

  /// Starts to close the bridge without waiting, since the thread that closes may be the one that takes messages.
  ///
  /// - Parameter grace: The grace time; `nil` closes at once.
  func closeWithQueue(grace: Duration?) throws(StatusError) {
    let isFirst = if let grace { beginDraining(until: deadline(after: grace)) } else { beginClosing() }
    if !isFirst { throw .closed }
  }
}
