/// A function of the core that the host may call, in bytes.
public typealias ExposedFunction = @Sendable (BridgeRequest) async -> BridgeAnswer

/// The functions that the core exposes: wire name → ``ExposedFunction``.
package final class ExposedFunctions: Sendable {
  private struct State: Sendable {
    var functions: [WireName: ExposedFunction] = [:]
    var isClosed = false
  }

  private let state = Guarded(State())

  package init() {}

  /// Exposes `function` under `name`, replacing what is there; false if the bridge is closed.
  package func expose(_ function: @escaping ExposedFunction, as name: WireName) -> Bool {
    // What is replaced goes outside the lock: freeing what it holds may run code of its author's.
    let (isOpen, _) = state.withLock { state -> (Bool, ExposedFunction?) in
      guard !state.isClosed else { return (false, nil) }
      return (true, state.functions.updateValue(function, forKey: name))
    }
    return isOpen
  }

  package func lookUp(_ name: WireName) -> ExposedFunction? {
    state.withLock { $0.functions[name] }
  }

  /// Lets go of every function, and takes no more. What the functions hold is freed by whoever drops the result.
  package func close() -> [ExposedFunction] {
    state.withLock { state in
      state.isClosed = true
      defer { state.functions = [:] }
      return Array(state.functions.values)
    }
  }
}
