// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Code around the calls and streams that a bridge or a client makes.
///
///     struct Tenant: HostCallInterceptor {
///       let name: String
///
///       func intercept<C: HostCallable>(
///         _ call: HostOutgoingCall<C>, next: HostCallNext<C>
///       ) async -> HostCallOutcome<C> {
///         var call = call
///         try? call.metadata.set(name, forKey: "tenant")
///         return await next(call)
///       }
///     }
///
///     var configuration = HostBridgeConfiguration()
///     configuration.callInterceptors = [Tenant(name: "acme")]
///     let bridge = HostBridge(configuration: configuration)
///
/// An interceptor may change the request and the metadata, answer without `next`, and call `next` more than once. The
/// first that is registered is the outermost. Each runs in the task that calls, so task-local values that it sets are
/// seen by those inside, and cancelling the task and its deadline end the call as they do without interceptors.
///
/// Thread safety: one object serves all calls, so its methods run concurrently.
public protocol HostCallInterceptor: Sendable {
  /// Surrounds a call.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - next: The rest of the way: the other interceptors and then the call itself.
  /// - Returns: The outcome for the caller; the default implementation returns that of `next`.
  func intercept<C: HostCallable>(_ call: HostOutgoingCall<C>, next: HostCallNext<C>) async -> HostCallOutcome<C>

  /// Surrounds the opening of a stream, when its first element is requested.
  ///
  /// - Parameters:
  ///   - call: The request of the stream.
  ///   - next: The rest of the way, whose stream is opened when its first element is requested.
  /// - Returns: The stream to read; the default implementation returns that of `next`.
  ///   ``HostStream/onEnd(_:)`` observes it.
  /// - Throws: An error that the reader receives.
  func interceptStream<S: HostStreamable>(
    _ call: HostOutgoingCall<S>, next: HostStreamNext<S>
  ) async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure>
}

extension HostCallInterceptor {
  /// Passes the call on.
  public func intercept<C: HostCallable>(
    _ call: HostOutgoingCall<C>, next: HostCallNext<C>
  ) async -> HostCallOutcome<C> {
    await next(call)
  }

  /// Passes the stream on.
  public func interceptStream<S: HostStreamable>(
    _ call: HostOutgoingCall<S>, next: HostStreamNext<S>
  ) async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure> {
    try await next(call)
  }
}
