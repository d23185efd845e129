/// A function of the core that the host may call, in bytes.
public typealias ExposedFunction = @Sendable (BridgeRequest) async -> BridgeAnswer

/// A function in Swift that answers calls, with its executor.
struct Exposure: Sendable {
  let function: ExposedFunction
  /// The executor that its tasks prefer; `nil` for the package's pool.
  let executor: (any TaskExecutor)?
  /// The schema of its request and response; `nil` for a function that works in bytes.
  var schema: (any CallSchema)?
}

extension Exposure {
  /// Runs `body` in a task.
  ///
  /// The current thread may be a host's, so the task is enqueued only on executors of the package; the `enqueue` of any
  /// other may block or be user code.
  func start(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    guard let executor else { return Task(executorPreference: BridgeRuntime.shared.pool, operation: body) }
    if let own = executor as? any QueueingExecutor, own.onlyQueues {
      return Task(executorPreference: executor, operation: body)
    }
    return Task(executorPreference: BridgeRuntime.shared.pool) {
      await withTaskExecutorPreference(executor) {
        // Forces the hop: the compiler (6.3) omits it before a call that inherits its caller's executor.
        await Task.yield()
        await body()
      }
    }
  }
}

/// The functions that the core exposes, by wire name.
package final class ExposedFunctions: Sendable {
  private struct State: Sendable {
    var functions: [WireName: Exposure] = [:]
    var isClosed = false
  }

  private let state = Guarded(State())

  package init() {}

  /// Exposes `function` under `name`, replacing any other; returns false if the bridge is closed.
  func expose(_ function: Exposure, as name: WireName) -> Bool {
    // The replaced function is freed outside the lock, since freeing its captures may run user code.
    let (isOpen, _) = state.withLock { state -> (Bool, Exposure?) in
      guard !state.isClosed else { return (false, nil) }
      return (true, state.functions.updateValue(function, forKey: name))
    }
    return isOpen
  }

  /// The exposed calls, sorted by name.
  var all: [NamedCall] {
    state.withLock { state in state.functions.map { NamedCall($0.key, $0.value.schema) } }.sorted {
      $0.name.text < $1.name.text
    }
  }

  func lookUp(_ name: WireName) -> Exposure? {
    state.withLock { $0.functions[name] }
  }

  private final class Withdrawn: Sendable {
    let functions: [WireName: Exposure]

    init(_ functions: [WireName: Exposure]) {
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
