/// The calls that the core has said it makes, or has made: wire name → schemas.
///
/// Thread safety: its own lock.
package final class DeclaredCalls: Sendable {
  private struct State: Sendable {
    var calls: [WireName: [NamedCall]] = [:]
    /// The names that the core has declared, whether it has made such a call or not.
    var declared: Set<WireName> = []
    /// The names of handlers that have been reported.
    var reported: Set<WireName> = []
  }

  /// The most names that are remembered as reported: a host may register as many as it likes.
  private static let mostReported = 64

  private let state = Guarded(State())

  package init() {}

  /// Notes a call that is made; does nothing if the same schema is known by that name.
  func note(_ call: NamedCall) {
    guard let schema = call.schema else { return }
    state.withLock { state in
      let known = state.calls[call.name, default: []]
      if known.contains(where: { $0.schema?.identity == schema.identity }) { return }
      state.calls[call.name] = known + [call]
    }
  }

  /// Notes a call that is declared.
  func declare(_ call: NamedCall) {
    state.withLock { _ = $0.declared.insert(call.name) }
    note(call)
  }

  /// What is known by a name: usually one call, or none.
  func calls(named name: WireName) -> [NamedCall] { state.withLock { $0.calls[name] ?? [] } }

  /// All calls, sorted by their names.
  var all: [NamedCall] {
    state.withLock { Array($0.calls.values) }.flatMap { $0 }.sorted { $0.name.text < $1.name.text }
  }

  /// Whether the core has declared a call of this name, or made one.
  func contains(_ name: WireName) -> Bool {
    state.withLock { $0.declared.contains(name) || $0.calls[name] != nil }
  }

  /// Returns the declared names if `name`, that of a handler, is neither one of them nor that of a call which was made.
  ///
  /// Returns nil if nothing is declared, and after the first time for each name.
  func names(lacking name: WireName) -> [WireName]? {
    state.withLock { state in
      guard !state.declared.isEmpty, !state.declared.contains(name), state.calls[name] == nil,
        state.reported.count < Self.mostReported, state.reported.insert(name).inserted
      else { return nil }
      return Array(state.declared)
    }
  }
}
