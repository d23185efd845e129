// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Code around the handlers of a bridge: those of the host that are written in Swift, and the functions and streams
/// that the core exposes.
///
///     struct Authorization: HostHandlerInterceptor {
///       func intercept<C: HostCallable>(
///         _ call: HostIncomingCall<C>, next: HostHandlerNext<C>
///       ) async -> HostCallOutcome<C> {
///         guard call.context.metadata["token"] == "secret" else {
///           return HostCallOutcome(.failure(HostCallError(code: .permissionDenied, message: "the token is missing")))
///         }
///         return await next(call)
///       }
///     }
///
/// An interceptor runs in the task of the handler, after the request has been decoded. It may change the request, and
/// answer without `next`. The first that is registered is the outermost. Handlers in bytes have none.
///
/// Thread safety: one object serves all calls, so its methods run concurrently.
public protocol HostHandlerInterceptor: Sendable {
  /// Surrounds the handler of a call.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - next: The rest of the way: the other interceptors and then the handler.
  /// - Returns: The outcome that is answered; the default implementation returns that of `next`.
  func intercept<C: HostCallable>(_ call: HostIncomingCall<C>, next: HostHandlerNext<C>) async -> HostCallOutcome<C>

  /// Surrounds the handler of a stream, from its beginning to its end.
  ///
  /// - Parameters:
  ///   - call: The request of the stream.
  ///   - next: The rest of the way: the other interceptors and then the handler.
  /// - Returns: The end that the receiver learns; the default implementation returns that of `next`.
  func interceptStream<S: HostStreamable>(
    _ call: HostIncomingCall<S>, next: HostStreamHandlerNext<S>
  ) async -> HostStreamEnd<S.Failure>
}

extension HostHandlerInterceptor {
  /// Passes the call on.
  public func intercept<C: HostCallable>(
    _ call: HostIncomingCall<C>, next: HostHandlerNext<C>
  ) async -> HostCallOutcome<C> {
    await next(call)
  }

  /// Passes the stream on.
  public func interceptStream<S: HostStreamable>(
    _ call: HostIncomingCall<S>, next: HostStreamHandlerNext<S>
  ) async -> HostStreamEnd<S.Failure> {
    await next(call)
  }
}
