internal import Synchronization

/// The functions that the host has registered: wire name → ``HandlerCell`` → ``HostHandler``.
package final class HostRegistry: Sendable {
  /// What became of a registration.
  enum Registration: Sendable {
    /// It stands; the handler that it replaced is to be retired.
    case done(replaced: HostHandler?)
    case closed
  }

  /// What became of a removal.
  enum Removal: Sendable {
    /// The handler is to be retired.
    case done(HostHandler)
    case notRegistered
    case closed
  }

  private struct State: Sendable {
    var cells: [WireName: HandlerCell] = [:]
    /// The names of the handlers that wait for their release, by address.
    var retiringNames: [UInt: String] = [:]
    var isClosed = false
  }

  private let state = Guarded(State())
  /// Handlers that have not been released.
  private let unreleased = Atomic<Int>(0)
  /// Those among them that are not registered any more.
  private let retiring = Atomic<Int>(0)

  package init() {}

  /// Registers `handler` under its name, replacing what is there.
  func register(_ handler: HostHandler) -> Registration {
    state.withLock { state in
      guard !state.isClosed else { return .closed }
      unreleased.add(1, ordering: .relaxed)
      let cell = Self.cell(of: handler.wireName, in: &state)
      return .done(replaced: retire(cell.exchange(.retaining(handler)), &state))
    }
  }

  /// The cell of `name`, if there is one.
  func lookUp(_ name: WireName) -> HandlerCell? {
    state.withLock { $0.cells[name] }
  }

  /// The cell of `name`, which stays from now on.
  func keepCell(of name: WireName) -> HandlerCell {
    state.withLock { state in
      let cell = Self.cell(of: name, in: &state)
      cell.keep()
      return cell
    }
  }

  private static func cell(of name: WireName, in state: inout State) -> HandlerCell {
    if let cell = state.cells[name] { return cell }
    let cell = HandlerCell(name)
    state.cells[name] = cell
    return cell
  }

  /// The handler of `name`, if one is registered.
  func handler(of name: WireName) -> HostHandler? {
    state.withLock { $0.cells[name]?.handler?.handler }
  }

  /// The wire names of the handlers that have not been released, by the bits of their references.
  ///
  /// Complexity: linear in the number of handlers.
  var names: [UInt: String] {
    state.withLock { state in
      var names = state.retiringNames
      for cell in state.cells.values {
        if let handler = cell.handler { names[handler.bits] = cell.name.text }
      }
      return names
    }
  }

  /// The wire name of `handler`, if it has not been released.
  ///
  /// Complexity: linear in the number of handlers.
  func name(of handler: HandlerReference) -> String? {
    state.withLock { state in
      state.retiringNames[handler.bits]
        ?? state.cells.values.first { $0.handler?.bits == handler.bits }?.name.text
    }
  }

  /// Removes the handler of `name`; if `handler` is given, only if it is that one.
  func remove(_ name: WireName, onlyIf handler: HostHandler? = nil) -> Removal {
    state.withLock { state in
      guard !state.isClosed else { return .closed }
      guard let cell = state.cells[name], let found = cell.handler else { return .notRegistered }
      guard handler == nil || found.bits == handler.map({ HandlerReference($0).bits }) else { return .notRegistered }
      guard let removed = retire(cell.exchange(nil), &state) else { return .notRegistered }
      if !cell.isKept { state.cells[name] = nil }
      return .done(removed)
    }
  }

  /// Removes every handler.
  ///
  /// - Parameters:
  ///   - isFinal: Whether to refuse registrations from now on.
  ///   - body: Is given each, to be retired; runs with the lock held, and so only enqueues.
  /// - Returns: False if the registry is closed.
  func removeAll(isFinal: Bool, _ body: (HostHandler) -> Void) -> Bool {
    state.withLock { state in
      guard !state.isClosed else { return false }
      state.isClosed = isFinal
      for cell in state.cells.values {
        if let handler = retire(cell.exchange(nil), &state) { body(handler) }
      }
      state.cells = state.cells.filter { $0.value.isKept }
      return true
    }
  }

  /// Call with the lock held.
  private func retire(_ reference: HandlerReference?, _ state: inout State) -> HostHandler? {
    guard let reference else { return nil }
    // Before the slots are looked into: a call that gives the handler back afterwards finds that out from this.
    retiring.add(1, ordering: .sequentiallyConsistent)
    let handler = reference.handler
    reference.release()
    state.retiringNames[reference.bits] = handler.wireName.text
    return handler
  }

  /// Those of `names` that have no handler, in their order.
  package func missing(_ names: [WireName]) -> [WireName] {
    state.withLock { state in names.filter { state.cells[$0]?.handler == nil } }
  }

  /// The names under which handlers are registered, sorted.
  var registeredNames: [WireName] {
    state.withLock { state in state.cells.filter { $0.value.handler != nil }.map(\.key) }
      .sorted { $0.text < $1.text }
  }

  package var isClosed: Bool { state.withLock { $0.isClosed } }

  /// How many handlers are registered.
  package var count: Int { state.withLock { state in state.cells.values.count { $0.handler != nil } } }

  /// Whether a handler waits for the calls that hold it.
  @inline(__always)
  var isRetiring: Bool { retiring.load(ordering: .sequentiallyConsistent) != 0 }

  /// Whether every handler that was ever registered has been released.
  var isReleased: Bool { unreleased.load(ordering: .acquiring) == 0 }

  /// A handler has been released.
  func didRelease(_ handler: HostHandler) {
    _ = state.withLock { $0.retiringNames.removeValue(forKey: HandlerReference(handler).bits) }
    retiring.subtract(1, ordering: .sequentiallyConsistent)
    unreleased.subtract(1, ordering: .releasing)
  }
}
