// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The functions that the core exposes, by wire name.
package final class FunctionTable: Sendable {
  private struct State: Sendable {
    var functions: [WireName: TaskFunction] = [:]
    var isClosed = false
  }

  private let state = Guarded(State())

  package init() {}

  /// Exposes `function` under `name`, replacing any other; returns false if the bridge is closed.
  func expose(_ function: TaskFunction, as name: WireName) -> Bool {
    // The replaced function is freed outside the lock, since freeing its captures may run user code.
    let (isOpen, _) = state.withLock { state -> (Bool, TaskFunction?) in
      guard !state.isClosed else { return (false, nil) }
      return (true, state.functions.updateValue(function, forKey: name))
    }
    return isOpen
  }

  /// The exposed calls, sorted by name.
  var all: [NamedCall] {
    state.withLock { state in state.functions.map { NamedCall($0.key, $0.value.schema, kind: $0.value.kind) } }.sorted {
      $0.name.text < $1.name.text
    }
  }

  func lookUp(_ name: WireName) -> TaskFunction? {
    state.withLock { $0.functions[name] }
  }

  private final class Withdrawn: Sendable {
    let functions: [WireName: TaskFunction]

    init(_ functions: [WireName: TaskFunction]) {
      self.functions = functions
    }
  }

  /// Removes every function and refuses new ones.
  ///
  /// - Returns: An object that holds the functions, to be released where user code may run; `nil` if there are none.
  func close() -> Unmanaged<AnyObject>? {
    let withdrawn = state.withLock { state -> Withdrawn? in
      state.isClosed = true
      guard !state.functions.isEmpty else { return nil }
      defer { state.functions = [:] }
      return Withdrawn(state.functions)
    }
    // The caller releases the result after this reference is gone, so this one is never the last.
    return unsafe withdrawn.map { unsafe Unmanaged.passRetained($0 as AnyObject) }
  }
}
