// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The calls that the core has declared or made, or its events in one direction: wire name → schemas.
///
/// Thread safety: guarded by its own lock.
package final class DeclaredCalls: Sendable {
  private struct State: Sendable {
    var calls: [WireName: [NamedCall]] = [:]
    /// The names that the core has declared, made or not.
    var declared: Set<WireName> = []
    /// The names of undeclared handlers that have been reported.
    var reported: Set<WireName> = []
  }

  /// The maximum size of `reported`, since a host may register any number of names.
  private static let maximumReported = 64

  private let state = Guarded(State())

  package init() {}

  /// Records a call that is made, unless the same schema is already recorded for its name.
  package func record(_ call: NamedCall) {
    guard let schema = call.schema else { return }
    state.withLock { state in
      let known = state.calls[call.name, default: []]
      if known.contains(where: { $0.schema?.identity == schema.identity }) { return }
      state.calls[call.name] = known + [call]
    }
  }

  /// Records a call that is declared.
  func declare(_ call: NamedCall) {
    state.withLock { _ = $0.declared.insert(call.name) }
    record(call)
  }

  /// Returns the calls with this name: usually one or none.
  func calls(named name: WireName) -> [NamedCall] { state.withLock { $0.calls[name] ?? [] } }

  /// All calls, sorted by name.
  var all: [NamedCall] {
    state.withLock { Array($0.calls.values) }.flatMap { $0 }.sorted { $0.name.text < $1.name.text }
  }

  /// Returns whether the core has declared or made a call of this name.
  func contains(_ name: WireName) -> Bool {
    state.withLock { $0.declared.contains(name) || $0.calls[name] != nil }
  }

  /// Returns whether the core has declared calls, but none of this name, whether or not it has made one.
  func omits(_ name: WireName) -> Bool {
    state.withLock { !$0.declared.isEmpty && !$0.declared.contains(name) }
  }

  /// Returns the declared names if the core has neither declared nor made a call `name`, which is that of a handler.
  ///
  /// Returns `nil` if the core has declared nothing, and after the first time for each name.
  func names(lacking name: WireName) -> [WireName]? {
    state.withLock { state in
      guard !state.declared.isEmpty, !state.declared.contains(name), state.calls[name] == nil,
        state.reported.count < Self.maximumReported, state.reported.insert(name).inserted
      else { return nil }
      return Array(state.declared)
    }
  }
}
