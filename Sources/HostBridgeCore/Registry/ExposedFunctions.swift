/// A function of the core that the host may call, in bytes.
public typealias ExposedFunction = @Sendable (BridgeRequest) async -> BridgeAnswer

/// A function of the core, and where its tasks run.
struct Exposure: Sendable {
  let function: ExposedFunction
  /// The executor that its tasks prefer; nil for the global pool.
  let executor: (any TaskExecutor)?
  /// What it takes and gives; nil for one that works in bytes.
  var schema: (any CallSchema)?
}

/// The functions that the core exposes: wire name → ``Exposure``.
package final class ExposedFunctions: Sendable {
  private struct State: Sendable {
    var functions: [WireName: Exposure] = [:]
    var isClosed = false
  }

  private let state = Guarded(State())

  package init() {}

  /// Exposes `function` under `name`, replacing what is there; false if the bridge is closed.
  func expose(_ function: Exposure, as name: WireName) -> Bool {
    // What is replaced goes outside the lock: freeing what it holds may run code of its author's.
    let (isOpen, _) = state.withLock { state -> (Bool, Exposure?) in
      guard !state.isClosed else { return (false, nil) }
      return (true, state.functions.updateValue(function, forKey: name))
    }
    return isOpen
  }

  /// All that is exposed, sorted by name.
  var all: [NamedCall] {
    state.withLock { state in state.functions.map { NamedCall($0.key, $0.value.schema) } }.sorted {
      $0.name.text < $1.name.text
    }
  }

  func lookUp(_ name: WireName) -> Exposure? {
    state.withLock { $0.functions[name] }
  }

  /// Lets go of every function, and takes no more.
  ///
  /// What the functions hold is freed by whoever drops the result.
  func close() -> [Exposure] {
    state.withLock { state in
      state.isClosed = true
      defer { state.functions = [:] }
      return Array(state.functions.values)
    }
  }
}
