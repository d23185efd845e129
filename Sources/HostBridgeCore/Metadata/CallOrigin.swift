// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What a server knows about a call that it passes on to a bridge in its process.
///
/// The handler that answers the call receives it; the calls that the handler makes do not inherit it.
package final class CallOrigin: Sendable {
  /// The server's interceptors, whose part for typed calls surrounds a typed handler; `nil` without any.
  package let interceptors: InterceptorReference?

  package init(interceptors: InterceptorReference?) {
    self.interceptors = interceptors
  }

  /// Runs `operation`, which passes the call on, in a task whose calls carry `metadata` and have this origin.
  package func with<Result>(
    _ metadata: HostCallMetadata, operation: () async throws -> Result
  ) async rethrows -> Result {
    try await CallContext.$current.withValue(
      .inheriting(CallContext.current, metadata: metadata, origin: self), operation: operation)
  }
}
