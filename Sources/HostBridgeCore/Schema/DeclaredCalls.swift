/// The calls that the core has said it makes, or has made: wire name → schemas.
///
/// Thread safety: its own lock.
package final class DeclaredCalls: Sendable {
  private let calls = Guarded<[WireName: [NamedCall]]>([:])

  package init() {}

  /// Notes a call; does nothing if the same schema is known by that name.
  func note(_ call: NamedCall) {
    guard let schema = call.schema else { return }
    calls.withLock { calls in
      let known = calls[call.name, default: []]
      if known.contains(where: { $0.schema?.identity == schema.identity }) { return }
      calls[call.name] = known + [call]
    }
  }

  /// What is known by a name: usually one call, or none.
  func calls(named name: WireName) -> [NamedCall] { calls.withLock { $0[name] ?? [] } }

  /// All calls, sorted by their names.
  var all: [NamedCall] {
    calls.withLock { Array($0.values) }.flatMap { $0 }.sorted { $0.name.text < $1.name.text }
  }
}
