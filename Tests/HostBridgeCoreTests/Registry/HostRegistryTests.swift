// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostBridgeCore

@Suite("The registry of the host's functions")
final class HostRegistryTests {
  private let registry = HostRegistry()
  private let name: WireName
  private let other: WireName

  init() throws {
    name = try #require(WireName("read_clock"))
    other = try #require(WireName("fetch_profile"))
  }

  /// Removes the handlers that a test has left, which a closing bridge does outside of tests.
  deinit { _ = registry.removeAll(isFinal: true) { _ in } }

  private func handler(_ name: WireName, kind: CallKind = .call) -> HostHandler {
    unsafe HostHandler(HostFunctions(invoke: { _, _, _, _ in }), for: name, kind: kind)
  }

  private func isFound(_ handler: HostHandler, _ name: WireName) -> Bool {
    registry.handler(of: name) === handler
  }

  @Test("a registered handler is found, and nothing else is")
  func registerAndLookUp() {
    let handler = handler(name)
    guard case .done(nil) = registry.register(handler) else {
      Issue.record("nothing was there to be replaced")
      return
    }
    #expect(isFound(handler, name))
    #expect(registry.name(of: HandlerReference(handler)) == name.text)
    #expect(registry.lookUp(other) == nil)
    #expect(registry.missing([NamedCall(name), NamedCall(other)]).map(\.name) == [other])
  }

  @Test("a stream replaces the function of its name, which is then missing, and is removed by the name")
  func kinds() {
    let (function, stream) = (handler(name), handler(name, kind: .stream))
    _ = registry.register(function)
    guard case .done(let replaced) = registry.register(stream) else {
      Issue.record("an open registry refused")
      return
    }
    #expect(replaced === function)
    #expect(registry.handler(of: name) == nil && registry.handler(of: name, .stream) === stream)
    #expect(registry.missing([NamedCall(name)]).map(\.name) == [name])
    guard case .done(let removed) = registry.remove(name) else {
      Issue.record("nothing was removed")
      return
    }
    #expect(removed === stream)
  }

  @Test("registering again replaces the handler, and returns the old one")
  func replace() {
    let (first, second) = (handler(name), handler(name))
    _ = registry.register(first)
    guard case .done(let replaced) = registry.register(second) else {
      Issue.record("an open registry refused")
      return
    }
    #expect(replaced === first)
    #expect(isFound(second, name))
    #expect(registry.count == 1)
  }

  @Test("a removed handler is not found, and cannot be removed twice")
  func remove() {
    let handler = handler(name)
    _ = registry.register(handler)
    guard case .done(let removed) = registry.remove(name) else {
      Issue.record("it was not there")
      return
    }
    #expect(removed === handler)
    #expect(registry.lookUp(name) == nil)
    guard case .notRegistered = registry.remove(name) else {
      Issue.record("it was removed twice")
      return
    }
  }

  @Test("a registration removes its own handler only")
  func removeOnlyIf() {
    let (first, second) = (handler(name), handler(name))
    _ = registry.register(first)
    _ = registry.register(second)
    guard case .notRegistered = registry.remove(name, onlyIf: first) else {
      Issue.record("the handler that replaced it was removed")
      return
    }
    #expect(isFound(second, name))
  }

  @Test("a cell that the core uses outlives its handler, and receives the next one")
  func cells() {
    let cell = registry.keepCell(of: name)
    #expect(cell.handler == nil)
    let (first, second) = (handler(name), handler(name))
    _ = registry.register(first)
    #expect(cell.handler?.bits == HandlerReference(first).bits)
    _ = registry.remove(name)
    #expect(cell.handler == nil)
    #expect(registry.lookUp(name) === cell)
    _ = registry.register(second)
    #expect(cell.handler?.bits == HandlerReference(second).bits)
    #expect(first.serial != second.serial)
  }

  @Test("a replaced or removed handler keeps its name until it is released")
  func retiring() {
    let (first, second) = (handler(name), handler(name))
    _ = registry.register(first)
    #expect(!registry.isRetiring)
    _ = registry.register(second)
    #expect(registry.isRetiring)
    #expect(registry.name(of: HandlerReference(first)) == name.text)
    registry.didRelease(first)
    #expect(!registry.isRetiring)
    #expect(registry.name(of: HandlerReference(first)) == nil)
    #expect(!registry.isReleased)
  }

  @Test("all handlers can be removed at once, temporarily or permanently")
  func removeAll() {
    for name in [name, other] { _ = registry.register(handler(name)) }
    var removed = 0
    #expect(registry.removeAll(isFinal: false) { _ in removed += 1 })
    #expect(removed == 2 && registry.count == 0 && !registry.isClosed)
    _ = registry.register(handler(name))
    #expect(registry.removeAll(isFinal: true) { _ in removed += 1 })
    #expect(removed == 3 && registry.isClosed)
    #expect(!registry.removeAll(isFinal: true) { _ in })
    guard case .closed = registry.register(handler(name)), case .closed = registry.remove(name) else {
      Issue.record("a closed registry took something")
      return
    }
  }
}
