// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import TestSupport
import Testing

@Suite("The messages that hosts have taken")
struct TakenMessagesTests {
  private func message(_ id: UInt64) -> HostMessage {
    unsafe HostMessage(HOSTCALL_MESSAGE_CANCEL, callID: id, userData: nil)
  }

  @Test("a token finds its message once")
  func once() {
    let table = TakenMessages()
    let token = table.insert(message(1))
    #expect(token != 0 && table.count == 1)
    #expect(table.remove(token)?.callID == 1)
    #expect(table.remove(token) == nil && table.count == 0)
  }

  @Test("a token of an earlier use of a place finds nothing")
  func generations() {
    let table = TakenMessages()
    let first = table.insert(message(1))
    _ = table.remove(first)
    let second = table.insert(message(2))
    #expect(first != second && first & 0xFFFF_FFFF == second & 0xFFFF_FFFF)
    #expect(table.remove(first) == nil)
    #expect(table.remove(second)?.callID == 2)
  }

  @Test("generated tokens find only the messages that were inserted and not removed")
  func generated() {
    var generator = SplitMix(for: "tokens")
    let table = TakenMessages()
    var model: [UInt64: UInt64] = [:]
    var tokens: [UInt64] = []
    var old: [UInt64] = [0, .max, 1 << 32, 0xFFFF_FFFF]
    for id in 1...2000 as ClosedRange<UInt64> {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0, 1:
        tokens.append(table.insert(message(id)))
        model[tokens[tokens.count - 1]] = id
      case 2:
        guard let index = tokens.indices.randomElement(using: &generator) else { continue }
        let token = tokens.remove(at: index)
        #expect(table.remove(token)?.callID == model.removeValue(forKey: token))
        old.append(token)
      default:
        let token = Bool.random(using: &generator) ? old.randomElement(using: &generator)! : generator.next()
        if model[token] == nil { #expect(table.remove(token) == nil) }
      }
    }
    #expect(table.count == model.count)
  }
}
