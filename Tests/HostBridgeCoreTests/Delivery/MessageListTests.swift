// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import TestSupport
import Testing

@Suite("A list of messages")
struct MessageListTests {
  private func message(_ id: UInt64) -> HostMessage {
    unsafe HostMessage(HOSTCALL_MESSAGE_CANCEL, callID: id, userData: nil)
  }

  @Test("messages leave in the order in which they came, except for those that are removed")
  func order() {
    var generator = SplitMix(for: "message list")
    var list = MessageList()
    var model: [HostMessage] = []
    for id in 1...5000 as ClosedRange<UInt64> {
      switch Int.random(in: 0..<5, using: &generator) {
      case 0...2:
        model.append(message(id))
        list.append(model[model.count - 1])
      case 3:
        guard let index = model.indices.randomElement(using: &generator) else { continue }
        list.remove(model.remove(at: index))
      default:
        #expect(list.popFirst()?.callID == model.first?.callID)
        if !model.isEmpty { model.removeFirst() }
      }
      #expect(list.isEmpty == model.isEmpty)
    }
    while let next = list.popFirst() { #expect(next === model.removeFirst()) }
    #expect(model.isEmpty)
  }

  @Test("a message that has left can be appended again, and is freed after the last time")
  func ownership() {
    var list = MessageList()
    weak var last: HostMessage?
    do {
      let message = message(1)
      last = message
      list.append(message)
      list.remove(message)
      list.append(message)
    }
    #expect(last != nil)
    #expect(list.popFirst()?.callID == 1)
    #expect(last == nil)
  }
}
