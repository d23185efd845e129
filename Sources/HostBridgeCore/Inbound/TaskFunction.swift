// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A function in Swift that answers calls, each in a task of its own.
struct TaskFunction: Sendable {
  let body: ExposedFunction
  /// The executor that its tasks prefer; `nil` for the package's pool.
  let executor: (any TaskExecutor)?
  /// Whether `body` ends a stream, whose items it sends before.
  var kind = CallKind.call
  /// The schema of its request and response; `nil` for a function that works in bytes.
  var schema: (any CallSchema)?
  /// Whether a host with another schema has been reported.
  let warning = OneTimeWarning()
}

extension TaskFunction {
  /// Runs `body`, whose own calls inherit `context`.
  ///
  /// Inlined, since a further asynchronous frame would not fit into the memory that a task starts with.
  @inline(__always)
  func run(_ request: BridgeRequest, in context: CallContext?) async -> BridgeAnswer {
    // The task has inherited the context of its creator, which is that of another call.
    if context == nil, CallContext.inherited == nil { return await body(request) }
    return await run(request, setting: context)
  }

  @inline(never)
  private func run(_ request: BridgeRequest, setting context: CallContext?) async -> BridgeAnswer {
    await CallContext.$current.withValue(context) { await body(request) }
  }

  /// Runs `body` in a task.
  ///
  /// The current thread may be a host's, so the task begins on an executor of the package.
  func start(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    guard let executor else { return Task(executorPreference: BridgeRuntime.shared.pool, operation: body) }
    if executor.mayEnqueueAnywhere { return Task(executorPreference: executor, operation: body) }
    return Task(executorPreference: BridgeRuntime.shared.pool) { await executor.run(body) }
  }
}
