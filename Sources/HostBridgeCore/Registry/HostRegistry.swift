internal import Synchronization

/// The functions that the host has registered: wire name → ``HostHandler``.
package final class HostRegistry: Sendable {
  /// What became of a registration.
  enum Registration: Sendable {
    /// It stands; the handler that it replaced has lost the registry's lease, which is now the caller's to drop.
    case done(replaced: HostHandler?)
    case closed
  }

  /// What became of a removal.
  enum Removal: Sendable {
    /// The registry's lease of the handler is now the caller's to drop.
    case done(HostHandler)
    case notRegistered
    case closed
  }

  private struct State: Sendable {
    var handlers: [WireName: HostHandler] = [:]
    var isClosed = false
  }

  private let state = Guarded(State())
  private let unreleased = Atomic<Int>(0)

  package init() {}

  /// Registers `handler` under `name`, replacing what is there.
  func register(_ handler: HostHandler, as name: WireName) -> Registration {
    state.withLock { state in
      guard !state.isClosed else { return .closed }
      unreleased.add(1, ordering: .relaxed)
      return .done(replaced: state.handlers.updateValue(handler, forKey: name))
    }
  }

  /// The handler of `name` with a lease for the caller, or nil.
  func lookUp(_ name: WireName) -> HostHandler? {
    state.withLock { state in
      let handler = state.handlers[name]
      handler?.lease()
      return handler
    }
  }

  /// Removes the handler of `name`; if `handler` is given, only if it is that one.
  func remove(_ name: WireName, onlyIf handler: HostHandler? = nil) -> Removal {
    state.withLock { state in
      guard !state.isClosed else { return .closed }
      guard let found = state.handlers[name], handler == nil || found === handler else { return .notRegistered }
      state.handlers[name] = nil
      return .done(found)
    }
  }

  /// Removes every handler; the leases are the caller's to drop.
  func clear() -> [HostHandler] {
    state.withLock { state in
      defer { state.handlers = [:] }
      return Array(state.handlers.values)
    }
  }

  /// As ``clear()``, and refuses registrations from now on.
  func close() -> [HostHandler] {
    state.withLock { state in
      state.isClosed = true
      defer { state.handlers = [:] }
      return Array(state.handlers.values)
    }
  }

  /// Those of `names` that nobody has registered, in their order.
  package func missing(_ names: [WireName]) -> [WireName] {
    state.withLock { state in names.filter { state.handlers[$0] == nil } }
  }

  package var isClosed: Bool { state.withLock { $0.isClosed } }

  package var count: Int { state.withLock { $0.handlers.count } }

  /// Whether every handler that was ever registered has been given back.
  var isReleased: Bool { unreleased.load(ordering: .acquiring) == 0 }

  /// A handler has been given back.
  func didRelease() {
    unreleased.subtract(1, ordering: .releasing)
  }
}
