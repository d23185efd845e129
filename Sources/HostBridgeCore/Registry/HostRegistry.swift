internal import Synchronization

/// The functions that the host has registered: wire name → ``HostHandler``.
///
/// A call finds its handler without a lock, in the ``cache``, or under the lock by its name. Either way it then
/// - writes it into its slot, and marks the slot as invoking,
/// - looks whether the ``epoch`` is still the one in which it found it. If not, it starts again.
///
/// Whoever replaces or removes a handler changes the epoch, and then has the loop look into all slots. Of the two, at
/// least one sees what the other did: so a handler that was not seen in a slot is not used, and a call that invokes one
/// was seen.
package final class HostRegistry: Sendable {
  /// What became of a registration.
  enum Registration: Sendable {
    /// It stands; the handler that it replaced is retired.
    case done(replaced: HostHandler?)
    case closed
  }

  /// What became of a removal.
  enum Removal: Sendable {
    /// The handler is retired.
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
  private let changes = Atomic<UInt64>(1)
  private let useEnded = Atomic<Bool>(false)

  let cache = HandlerCache()

  package init() {}

  /// A number that changes whenever a handler is replaced or removed.
  var epoch: UInt64 { changes.load(ordering: .sequentiallyConsistent) }

  /// Registers `handler` under its name, replacing what is there.
  func register(_ handler: HostHandler) -> Registration {
    state.withLock { state in
      guard !state.isClosed else { return .closed }
      unreleased.add(1, ordering: .relaxed)
      let replaced = state.handlers.updateValue(handler, forKey: handler.wireName)
      if let replaced { retire(replaced) }
      return .done(replaced: replaced)
    }
  }

  /// The handler of `name`, and the epoch in which it was registered.
  func lookUp(_ name: WireName) -> (handler: HostHandler, epoch: UInt64)? {
    state.withLock { state in state.handlers[name].map { ($0, epoch) } }
  }

  /// The wire name of `handler`, if it is registered.
  ///
  /// Linear in the number of handlers.
  func name(of handler: HandlerReference) -> String? {
    state.withLock { state in
      state.handlers.values.first { HandlerReference($0).bits == handler.bits }?.wireName.text
    }
  }

  /// A call has ended that began before the last change, so that it may have used a retired handler.
  func noteUseEnded() {
    useEnded.store(true, ordering: .sequentiallyConsistent)
  }

  /// Whether that was noted since this was last asked.
  func takeUseEnded() -> Bool {
    useEnded.load(ordering: .sequentiallyConsistent) && useEnded.exchange(false, ordering: .sequentiallyConsistent)
  }

  /// Removes the handler of `name`; if `handler` is given, only if it is that one.
  func remove(_ name: WireName, onlyIf handler: HostHandler? = nil) -> Removal {
    state.withLock { state in
      guard !state.isClosed else { return .closed }
      guard let found = state.handlers[name], handler == nil || found === handler else { return .notRegistered }
      state.handlers[name] = nil
      retire(found)
      return .done(found)
    }
  }

  /// Removes every handler, and refuses registrations from now on.
  func close() -> [HostHandler] {
    state.withLock { state in
      state.isClosed = true
      defer { state.handlers = [:] }
      for handler in state.handlers.values { retire(handler) }
      return Array(state.handlers.values)
    }
  }

  private func retire(_ handler: HostHandler) {
    handler.retire()
    changes.add(1, ordering: .sequentiallyConsistent)
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
