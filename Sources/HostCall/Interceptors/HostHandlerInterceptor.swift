// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Code around handlers: those of a bridge's host that are written in Swift, the functions and streams that the core
/// exposes, and everything that a gRPC server serves.
///
///     struct Authorization: HostHandlerInterceptor {
///       func interceptBytes(_ call: HostIncomingBytes, next: HostBytesNext) async -> HostBytesOutcome {
///         guard call.metadata["token"] == "secret" else {
///           return HostBytesOutcome(.error(.permissionDenied, message: "the token is missing"))
///         }
///         return await next(call)
///       }
///     }
///
/// Every call and every stream passes `interceptBytes` before its request is decoded. If the handler is typed and in
/// this process, it then passes `intercept` or `interceptStream`, which receive the decoded request. The default
/// implementations pass everything on, so an interceptor that decides about access implements `interceptBytes`, and one
/// that needs types the others. A handler in bytes, in C, or behind another server has no typed part.
///
/// An interceptor runs in the task of the handler, or at a server in that of the call. The first that is registered is
/// the outermost; those of a server surround those of the bridge that answers, each part that of the same kind.
///
/// Thread safety: one object serves all calls, so its methods run concurrently.
public protocol HostHandlerInterceptor: Sendable {
  /// Surrounds the answer to a call or a stream in bytes, from before its request is decoded to its end.
  ///
  /// - Parameters:
  ///   - call: What is known of the call.
  ///   - next: The rest of the way: the other interceptors, the typed methods, and the handler.
  /// - Returns: The outcome that is answered; the default implementation returns that of `next`.
  func interceptBytes(_ call: HostIncomingBytes, next: HostBytesNext) async -> HostBytesOutcome

  /// Surrounds the typed handler of a call, whose request has been decoded.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - next: The rest of the way: the other interceptors and then the handler.
  /// - Returns: The outcome that is answered; the default implementation returns that of `next`.
  func intercept<C: HostCallable>(_ call: HostIncomingCall<C>, next: HostHandlerNext<C>) async -> HostCallOutcome<C>

  /// Surrounds the typed handler of a stream, from its beginning to its end.
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
  /// Passes the call or the stream on.
  public func interceptBytes(_ call: HostIncomingBytes, next: HostBytesNext) async -> HostBytesOutcome {
    await next(call)
  }

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
