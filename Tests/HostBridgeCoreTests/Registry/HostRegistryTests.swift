import Testing

@testable import HostBridgeCore

@Suite("The registry of the host's functions")
struct HostRegistryTests {
  private let registry = HostRegistry()
  private let name: WireName
  private let other: WireName

  init() throws {
    name = try #require(WireName("read_clock"))
    other = try #require(WireName("fetch_profile"))
  }

  private func handler() -> HostHandler {
    unsafe HostHandler(HostFunctions(invoke: { _, _, _, _ in }))
  }

  @Test("what is registered is found, and nothing else is")
  func registerAndLookUp() {
    let handler = handler()
    guard case .done(nil) = registry.register(handler, as: name) else {
      Issue.record("nothing was there to be replaced")
      return
    }
    #expect(registry.lookUp(name) === handler)
    #expect(registry.lookUp(other) == nil)
    #expect(registry.missing([name, other]) == [other])
  }

  @Test("registering again replaces, and hands back what was there")
  func replace() {
    let (first, second) = (handler(), handler())
    _ = registry.register(first, as: name)
    guard case .done(let replaced) = registry.register(second, as: name) else {
      Issue.record("an open registry refused")
      return
    }
    #expect(replaced === first)
    #expect(registry.lookUp(name) === second)
    #expect(registry.count == 1)
  }

  @Test("what is removed is not found, and can't be removed twice")
  func remove() {
    let handler = handler()
    _ = registry.register(handler, as: name)
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
    let (first, second) = (handler(), handler())
    _ = registry.register(first, as: name)
    _ = registry.register(second, as: name)
    guard case .notRegistered = registry.remove(name, onlyIf: first) else {
      Issue.record("the handler that replaced it was removed")
      return
    }
    #expect(registry.lookUp(name) === second)
  }

  @Test("clearing removes all, and the registry goes on")
  func clear() {
    _ = registry.register(handler(), as: name)
    _ = registry.register(handler(), as: other)
    #expect(registry.clear().count == 2)
    #expect(registry.missing([name, other]) == [name, other])
    guard case .done(nil) = registry.register(handler(), as: name) else {
      Issue.record("a cleared registry refused")
      return
    }
  }

  @Test("a closed registry refuses to register and to remove")
  func close() {
    _ = registry.register(handler(), as: name)
    #expect(registry.close().count == 1)
    guard case .closed = registry.register(handler(), as: name), case .closed = registry.remove(name) else {
      Issue.record("a closed registry took something")
      return
    }
  }

  @Test("a handler is done with when its last lease is dropped, and not before")
  func leases() {
    let handler = handler()
    _ = registry.register(handler, as: name)
    _ = registry.lookUp(name)
    _ = registry.lookUp(name)
    #expect(!handler.drop())
    #expect(!handler.drop())
    #expect(handler.drop())
  }

  @Test("every handler that was registered has to be given back")
  func released() {
    #expect(registry.isReleased)
    _ = registry.register(handler(), as: name)
    #expect(!registry.isReleased)
    registry.didRelease()
    #expect(registry.isReleased)
  }
}
