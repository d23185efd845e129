/// A function of the core that the host may call, in bytes.
public typealias ExposedFunction = @Sendable (BridgeRequest) async -> BridgeAnswer

/// A function in Swift that answers calls, and where its tasks run.
struct Exposure: Sendable {
  let function: ExposedFunction
  /// The executor that its tasks prefer; nil for the threads of the package.
  let executor: (any TaskExecutor)?
  /// What it takes and gives; nil for one that works in bytes.
  var schema: (any CallSchema)?
}

extension Exposure {
  /// Runs `body` in a task.
  ///
  /// The thread that calls this may be a host's: it enqueues the task into executors of the package only, as others may
  /// block, or be code of users.
  func start(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    guard let executor else { return Task(executorPreference: BridgeRuntime.shared.pool, operation: body) }
    if let own = executor as? any QueueingExecutor, own.onlyQueues {
      return Task(executorPreference: executor, operation: body)
    }
    return Task(executorPreference: BridgeRuntime.shared.pool) {
      await withTaskExecutorPreference(executor) {
        // To go on there: the compiler (6.3) leaves out a hop before a call that takes over its caller's executor.
        await Task.yield()
        await body()
      }
    }
  }
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
    // Outside the lock: freeing what it holds may run code of its author's.
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

  private final class Withdrawn: Sendable {
    let functions: [WireName: Exposure]

    init(_ functions: [WireName: Exposure]) {
      self.functions = functions
    }
  }

  /// Lets go of every function, and takes no more.
  ///
  /// - Returns: What holds the functions, to be released where code of users may run; nil if there are none.
  func close() -> Unmanaged<AnyObject>? {
    let withdrawn = state.withLock { state -> Withdrawn? in
      state.isClosed = true
      guard !state.functions.isEmpty else { return nil }
      defer { state.functions = [:] }
      return Withdrawn(state.functions)
    }
    // The result is released after this reference is dropped, which so is not the last.
    return unsafe withdrawn.map { unsafe Unmanaged.passRetained($0 as AnyObject) }
  }
}
