// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
@testable import HostBridgeCore
import Testing

@Suite("Events for a host that has a queue", .timeLimit(.minutes(2)))
struct QueuedListenerTests {
  private func event(_ id: UInt64, _ bytes: [UInt8], tag: UInt = 7) -> QueueHost.Next {
    .message(QueueHost.Message(kind: HOSTCALL_MESSAGE_EVENT, callID: id, tag: tag, outcome: 0, bytes: bytes))
  }

  private func release(_ id: UInt64, tag: UInt = 7) -> QueueHost.Next {
    .message(QueueHost.Message(kind: HOSTCALL_MESSAGE_RELEASE, callID: id, tag: tag, outcome: 0, bytes: []))
  }

  /// Closes the bridge, and takes what is left.
  private func close(_ host: QueueHost) async -> [QueueHost.Message] {
    host.bridge.storage.beginClosing()
    return await host.drain()
  }

  @Test("events come as messages with the subscription, the name's listeners each one")
  func messages() async throws {
    let host = QueueHost([])
    let (first, second) = (host.subscribe(), host.subscribe(tag: 8))
    #expect(first.status == HOSTCALL_OK && second.status == HOSTCALL_OK && first.id != second.id)
    try host.bridge.emitBytes([1, 2], named: "e")
    #expect(host.next() == event(first.id, [1, 2]))
    #expect(host.next() == event(second.id, [1, 2], tag: 8))
    #expect(host.next() == .status(HOSTCALL_NOTHING))
    let left = await close(host)
    #expect(left.map(\.kind) == [HOSTCALL_MESSAGE_RELEASE, HOSTCALL_MESSAGE_RELEASE])
    #expect(Set(left.map(\.callID)) == [first.id, second.id])
  }

  @Test("the queue of a listener is bounded, and `count` tells of drops", arguments: [true, false])
  func bounded(dropsOldest: Bool) async throws {
    let host = QueueHost([])
    let (_, id) = host.subscribe(policy: dropsOldest ? HOSTCALL_DROP_OLDEST : HOSTCALL_DROP_NEWEST, capacity: 2)
    for number in 0..<1000 { try host.bridge.emitBytes([UInt8(truncatingIfNeeded: number)], named: "e") }
    var message = unsafe hostcall_message()
    unsafe message.size = MemoryLayout<hostcall_message>.size
    var counts: [UInt64] = []
    for _ in 0..<2 {
      #expect(unsafe hostcall_next(host.handle, &message, 0) == HOSTCALL_OK)
      counts.append(unsafe message.count)
      #expect(unsafe message.call_id == id && String(cString: message.name) == "e")
    }
    #expect(unsafe hostcall_next(host.handle, &message, 0) == HOSTCALL_NOTHING)
    #expect(counts == [dropsOldest ? 998 : 0, 0])
    try host.bridge.emitBytes([1], named: "e")
    #expect(unsafe hostcall_next(host.handle, &message, 0) == HOSTCALL_OK)
    #expect(unsafe message.count == (dropsOldest ? 0 : 998))
    unsafe hostcall_message_done(&message)
    #expect(host.bridge.statistics.eventsDropped == 998)
    #expect(await close(host).count == 1)
  }

  @Test("events of a listener that is unsubscribed are not handed out; its release follows the one that is taken")
  func unsubscribed() async throws {
    let host = QueueHost([])
    let (_, id) = host.subscribe()
    for number in 0..<3 as Range<UInt8> { try host.bridge.emitBytes([number], named: "e") }
    let taken = host.take()
    #expect(taken == event(id, [0]))
    #expect(hostcall_unsubscribe(host.handle, id) == HOSTCALL_OK)
    #expect(hostcall_unsubscribe(host.handle, id) == HOSTCALL_NOTHING)
    #expect(host.take() == .status(HOSTCALL_NOTHING))
    host.done(taken.message!)
    #expect(host.next() == release(id))
    #expect(host.next() == .status(HOSTCALL_NOTHING))
    #expect(await close(host).isEmpty)
  }

  @Test("a close hands out the events that wait, then the release, and waits for one that is taken")
  func closing() async throws {
    let host = QueueHost([])
    let (_, id) = host.subscribe()
    for number in 0..<2 as Range<UInt8> { try host.bridge.emitBytes([number], named: "e") }
    let first = host.take()
    #expect(first == event(id, [0]))
    host.bridge.storage.beginClosing()
    #expect(host.next() == event(id, [1]))
    try await Task.sleep(for: .milliseconds(10))
    #expect(host.take() == .status(HOSTCALL_NOTHING))
    host.done(first.message!)
    #expect(host.next() == release(id))
    #expect(await host.nextSoon() == .status(HOSTCALL_CLOSED))
  }

  @Test("subscribing and unsubscribing without taking messages meets the limit of listeners")
  func limit() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumListeners = 3
    let host = QueueHost([], configuration: configuration)
    for _ in 0..<3 {
      let (status, id) = host.subscribe()
      #expect(status == HOSTCALL_OK && hostcall_unsubscribe(host.handle, id) == HOSTCALL_OK)
    }
    #expect(host.subscribe().status == HOSTCALL_RESOURCE_EXHAUSTED)
    #expect(host.next().message?.kind == HOSTCALL_MESSAGE_RELEASE)
    #expect(host.subscribe().status == HOSTCALL_OK)
    #expect(await close(host).count == 3)
  }

  @Test("an event that is emitted before an answer is handed out before the reply")
  func order() async throws {
    let host = QueueHost([])
    let bridge = host.bridge
    try bridge.exposeBytes("f") { _ in
      try? bridge.emitBytes([1], named: "e")
      return .response([])
    }
    let (_, id) = host.subscribe()
    for _ in 0..<20 {
      #expect(unsafe hostcall_call(host.handle, "f", nil, 0, nil, nil, nil) == HOSTCALL_OK)
      #expect(await host.nextSoon() == event(id, [1]))
      #expect(await host.nextSoon().message?.kind == HOSTCALL_MESSAGE_REPLY)
    }
    #expect(await close(host).count == 1)
  }

  @Test("a release whose struct is reused counts as done")
  func reuse() async {
    var configuration = HostBridgeConfiguration()
    configuration.maximumListeners = 2
    let host = QueueHost([], configuration: configuration)
    var message = unsafe hostcall_message()
    unsafe message.size = MemoryLayout<hostcall_message>.size
    for _ in 0..<10 {
      let (status, id) = host.subscribe()
      #expect(status == HOSTCALL_OK)
      #expect(hostcall_unsubscribe(host.handle, id) == HOSTCALL_OK)
      #expect(unsafe hostcall_next(host.handle, &message, 0) == HOSTCALL_OK)
      #expect(unsafe hostcall_message_kind(UInt32(message.kind)) == HOSTCALL_MESSAGE_RELEASE)
      #expect(unsafe hostcall_next(host.handle, &message, 0) == HOSTCALL_NOTHING)
    }
    _ = await close(host)
  }

  #if DEBUG
  @Test("a close that begins inside an unsubscribe ends")
  func closeWhileUnsubscribed() async {
    let host = QueueHost([])
    let (_, id) = host.subscribe()
    let hook = RaceHook.listenerRemoved.install {
      host.bridge.storage.beginClosing()
      // Time for the callback thread to find that the listener is not released.
      Thread.sleep(forTimeInterval: 0.02)
    }
    _ = hostcall_unsubscribe(host.handle, id)
    hook.end()
    // Not through `close`, whose second `beginClosing` would wake the callback thread.
    let left = await host.drain()
    #expect(left.map(\.kind) == [HOSTCALL_MESSAGE_RELEASE])
  }
  #endif
}
