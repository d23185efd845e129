// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostBridgeCore

@Suite("Replaced and removed handlers")
struct RetiredHandlersTests {
  private final class Retired {
    private var value = RetiredHandlers()

    var needsScan: Bool { value.needsScan }
    func append(_ handler: HostHandler) { value.append(handler) }
    func recordReturn() { value.recordReturn() }

    func takeUnheld(_ held: HostHandler...) -> [ObjectIdentifier] {
      value.takeUnheld { addresses in
        for handler in held { addresses.insert(HandlerReference(handler).bits) }
      }.map { ObjectIdentifier($0) }
    }
  }

  private let retired = Retired()
  private let handler: HostHandler
  private let other: HostHandler

  init() throws {
    let name = try #require(WireName("f"))
    handler = unsafe HostHandler(HostFunctions(invoke: { _, _, _, _ in }), for: name)
    other = unsafe HostHandler(HostFunctions(invoke: { _, _, _, _ in }), for: name)
  }

  @Test("a retired handler that no call holds is returned at once, and only once")
  func unheld() {
    #expect(!retired.needsScan)
    retired.append(handler)
    #expect(retired.needsScan)
    #expect(retired.takeUnheld() == [ObjectIdentifier(handler)])
    retired.recordReturn()
    #expect(!retired.needsScan)
    #expect(retired.takeUnheld().isEmpty)
  }

  @Test("a retired handler that a call holds is kept until a scan after the call returns it")
  func held() {
    retired.append(handler)
    retired.append(other)
    #expect(retired.takeUnheld(handler) == [ObjectIdentifier(other)])
    #expect(!retired.needsScan)
    retired.recordReturn()
    #expect(retired.needsScan)
    #expect(retired.takeUnheld(handler).isEmpty)
    retired.recordReturn()
    #expect(retired.takeUnheld() == [ObjectIdentifier(handler)])
  }
}
