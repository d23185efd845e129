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

  private func handler(_ name: WireName) -> HostHandler {
    unsafe HostHandler(HostFunctions(invoke: { _, _, _, _ in }), name)
  }

  private func isFound(_ handler: HostHandler, _ name: WireName) -> Bool {
    registry.lookUp(name)?.handler === handler
  }

  @Test("what is registered is found, and nothing else is")
  func registerAndLookUp() {
    let handler = handler(name)
    guard case .done(nil) = registry.register(handler) else {
      Issue.record("nothing was there to be replaced")
      return
    }
    #expect(isFound(handler, name))
    #expect(registry.name(of: HandlerReference(handler)) == name.text)
    #expect(registry.lookUp(other) == nil)
    #expect(registry.missing([name, other]) == [other])
  }

  @Test("registering again replaces, and hands back what was there")
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

  @Test("what is removed is not found, and can't be removed twice")
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

  @Test("a closed registry refuses to register and to remove")
  func close() {
    _ = registry.register(handler(name))
    #expect(registry.close().count == 1)
    guard case .closed = registry.register(handler(name)), case .closed = registry.remove(name) else {
      Issue.record("a closed registry took something")
      return
    }
  }

  @Test("whatever takes a handler away changes the epoch and retires it; what only adds one does not")
  func epochs() {
    let (first, second, third) = (handler(name), handler(name), handler(other))
    let start = registry.epoch
    _ = registry.register(first)
    _ = registry.register(third)
    #expect(registry.epoch == start)
    _ = registry.register(second)
    let replaced = registry.epoch
    #expect(replaced != start)
    #expect(first.isRetired)
    #expect(!second.isRetired)
    _ = registry.remove(name)
    #expect(registry.epoch != replaced)
    let removed = registry.epoch
    _ = registry.close()
    #expect(registry.epoch != removed)
    #expect(third.isRetired)
  }

  @Test("every handler that was registered has to be given back")
  func released() {
    #expect(registry.isReleased)
    _ = registry.register(handler(name))
    #expect(!registry.isReleased)
    registry.didRelease()
    #expect(registry.isReleased)
  }
}
