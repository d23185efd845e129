// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBridgePlatform
@testable import HostBridgeCore
import Testing

@Suite("The state of a host's queue")
struct MessageQueueStateTests {
  private let pending = PendingTable(limit: 8)
  private let handler: QueuedHandler

  init() throws {
    let queue = unsafe MessageQueue(of: 1, pending, wake: nil, wakeData: nil) { _ in }
    handler = try unsafe QueuedHandler(queue, try #require(WireName("f")), userData: nil)
  }

  private func message(_ number: UInt64, isDropped: (@Sendable () -> Bool)? = nil) -> HostMessage {
    unsafe HostMessage(HOSTCALL_MESSAGE_REPLY, callID: number, userData: nil, isDropped: isDropped)
  }

  /// Returns a call that is for a queue, and its message.
  private func invocation() throws -> (call: CallReference, message: HostMessage) {
    #expect(pending.tryAcquirePermit())
    let call = try #require(
      pending.reserve(requestSize: 0, encodings: CallEncodings(request: .cbor, response: .cbor), deadline: .never))
    #expect(call.slot.change(call.id) { $0.startInvoking(isQueued: true) } == true)
    let message = unsafe HostMessage(
      HOSTCALL_MESSAGE_INVOKE, callID: call.id, bytes: UnsafeRawBufferPointer(start: nil, count: 0), userData: nil,
      handler: handler, call: call)
    return (call, try #require(message))
  }

  /// Takes the next message without waiting: its call ID, `nothing`, `closed` or `stale`.
  private func take(_ state: inout MessageQueueState) -> String {
    switch state.take(isLate: true) {
    case .message(let message): "\(message.kind.rawValue) of \(message.callID)"
    case .nothing: "nothing"
    case .closed: "closed"
    case .stale: "stale"
    case nil: "wait"
    }
  }

  private let invoke = HOSTCALL_MESSAGE_INVOKE.rawValue
  private let cancel = HOSTCALL_MESSAGE_CANCEL.rawValue
  private let reply = HOSTCALL_MESSAGE_REPLY.rawValue
  private let release = HOSTCALL_MESSAGE_RELEASE.rawValue

  @Test("messages come in their order, without those that are dropped by then")
  func order() {
    var state = MessageQueueState()
    #expect(take(&state) == "nothing" && state.take(isLate: false) == nil)
    for number in 1...3 as ClosedRange<UInt64> { state.append(message(number, isDropped: { number == 2 })) }
    #expect(take(&state) == "\(reply) of 1" && take(&state) == "\(reply) of 3" && take(&state) == "nothing")
  }

  @Test("each message wakes one of the threads that wait, in their order")
  func threads() {
    var state = MessageQueueState()
    let parkers = (0..<3).map { _ in Parker() }
    defer { for parker in parkers { parker.release() } }
    for parker in parkers { state.wait(parker) }
    state.append(message(1))
    #expect(state.effects().parkers == [parkers[0]])
    #expect(state.effects().parkers.isEmpty)
    state.stopWaiting(parkers[1])
    state.append(message(2))
    state.append(message(3))
    #expect(state.effects().parkers == [parkers[2]])
    state.clear()
    for parker in parkers { parker.cancel() }
  }

  @Test("`wake` runs when the queue becomes available, and again only after it has been emptied")
  func wake() {
    var state = MessageQueueState()
    state.hasWake = true
    func wakes() -> Bool { state.effects().runsWake }
    #expect(!wakes())
    state.append(message(1))
    #expect(wakes())
    state.append(message(2))
    #expect(!wakes())
    _ = take(&state)
    #expect(!wakes())
    _ = take(&state)
    #expect(!wakes())
    state.append(message(3))
    #expect(wakes() && state.wakes == 2)
    state.clear()
  }

  @Test("the end comes once, after the messages, what is owed and every `wake`, and then wakes all threads")
  func end() throws {
    var state = MessageQueueState()
    let parkers = (0..<2).map { _ in Parker() }
    defer { for parker in parkers { parker.release() } }
    state.hasWake = true
    handler.uses = 1
    state.release(handler)
    state.append(message(1))
    state.isFinished = true
    #expect(state.effects().runsWake)
    #expect(take(&state) == "\(reply) of 1" && take(&state) == "nothing")
    state.finish(unsafe HostMessage(HOSTCALL_MESSAGE_CREDIT, userData: nil, handler: handler))
    #expect(take(&state) == "\(release) of 0" && take(&state) == "wait")
    _ = state.effects()
    for parker in parkers { state.wait(parker) }
    state.wakes = 0
    #expect(take(&state) == "closed" && take(&state) == "stale")
    #expect(state.effects().parkers == parkers && state.descriptor() == -1)
    for parker in parkers { parker.cancel() }
  }

  @Test("a call that has ended is withdrawn unless the host has taken it")
  func withdrawn() throws {
    var state = MessageQueueState()
    let (first, second) = (try invocation(), try invocation())
    state.enqueue(first.message)
    state.enqueue(second.message)
    #expect(take(&state) == "\(invoke) of \(first.call.id)")
    #expect(state.withdraw(first.call.id) == nil)
    _ = pending.end(second.call, .cancelled)
    #expect(state.withdraw(second.call.id) === second.message && state.withdraw(second.call.id) == nil)
    #expect(take(&state) == "nothing")
  }

  @Test("a call that ends before it is queued, or before its thread withdraws it, is not handed out")
  func endedBefore() throws {
    var state = MessageQueueState()
    let (first, second) = (try invocation(), try invocation())
    _ = pending.end(first.call, .cancelled)
    state.enqueue(first.message)
    state.enqueue(second.message)
    _ = pending.end(second.call, .cancelled)
    #expect(take(&state) == "nothing" && state.withdraw(second.call.id) == nil)
  }

  @Test("`cancel` follows when the host is done with the `invoke`, and `release` when it is done with both")
  func owed() throws {
    var state = MessageQueueState()
    let (call, message) = try invocation()
    state.enqueue(message)
    #expect(take(&state) == "\(invoke) of \(call.id)")
    state.cancel(call.id, taken: 3, handler)
    state.release(handler)
    #expect(take(&state) == "nothing")
    state.finish(message)
    guard case .message(let cancellation) = state.take(isLate: true) else {
      Issue.record("the cancellation is missing")
      return
    }
    #expect(cancellation.kind.rawValue == cancel && cancellation.callID == call.id && cancellation.count == 3)
    #expect(take(&state) == "nothing")
    state.finish(cancellation)
    #expect(take(&state) == "\(release) of 0" && take(&state) == "nothing")
  }
}
