// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import Testing

@Suite("How a host receives calls")
struct HostDeliveryTests {
  private func queue() -> MessageQueue {
    unsafe MessageQueue(of: 1, PendingTable(limit: 1), wake: nil, wakeData: nil) { _ in }
  }

  @Test("the first choice stands")
  func firstChoice() {
    let (functions, messages) = (HostDelivery(), HostDelivery())
    let first = queue()
    #expect(functions.queue == nil && functions.queueOrFinallyFunctions() == nil)
    #expect(!functions.enable(first))
    #expect(functions.queue == nil)
    #expect(messages.enable(first))
    #expect(!messages.enable(queue()))
    #expect(messages.queue === first && messages.queueOrFinallyFunctions() === first)
  }

  @Test("a subscription for which there is no room is a choice of functions")
  func refusedSubscription() async {
    var configuration = HostBridgeConfiguration()
    configuration.maximumListeners = 0
    let bridge = HostBridge(configuration: configuration)
    #expect(EventHost(bridge).subscribe() == HOSTCALL_RESOURCE_EXHAUSTED)
    #expect(hostcall_queue_enable(bridge.cHandle, nil, nil) == HOSTCALL_INVALID_ARGUMENT)
    await bridge.close()
  }

  @Test("of many threads that choose at once, all see the same choice")
  func race() async {
    for _ in 0..<200 {
      let delivery = HostDelivery()
      let found = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<4 {
          group.addTask { number == 0 ? delivery.enable(queue()) : delivery.queueOrFinallyFunctions() != nil }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(found).count == 1)
    }
  }
}
