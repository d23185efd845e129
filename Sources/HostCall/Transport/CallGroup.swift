// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// Many calls of one type, each in a child task.
enum CallGroup {
  /// Makes the calls and waits for all of them.
  ///
  /// Each task begins at once, on the current thread, so calls that need not wait are made in order.
  ///
  /// - Parameters:
  ///   - requests: The requests; each is taken from the sequence when it can be sent.
  ///   - limit: The maximum number of tasks at the same time.
  ///   - call: Makes one call.
  /// - Returns: The results, in the order of the requests.
  static func results<C: HostCallable>(
    of requests: some Sequence<C>, limit: Int,
    _ call: @escaping @Sendable (C) async -> Result<C.Response, HostCallError<C.Failure>>
  ) async -> [Result<C.Response, HostCallError<C.Failure>>] {
    await withTaskGroup(of: (Int, Result<C.Response, HostCallError<C.Failure>>).self) { group in
      var results: [Result<C.Response, HostCallError<C.Failure>>?] = []
      var running = 0
      for request in requests {
        if running == limit, let (place, result) = await group.next() {
          results[place] = result
          running -= 1
        }
        let place = results.count
        results.append(nil)
        running += 1
        group.addImmediateTask { (place, await call(request)) }
      }
      for await (place, result) in group { results[place] = result }
      return results.compactMap(\.self)
    }
  }
}

extension HostBridgeConfiguration {
  /// The number of tasks that make calls at the same time: with the policy `fail`, all calls must be made at once; with
  /// `wait`, more tasks than permits would only wait.
  var taskLimit: Int { overloadPolicy == .wait ? maximumCallsInFlight : .max }
}
