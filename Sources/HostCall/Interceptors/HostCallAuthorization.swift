// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// Decides for each call and each stream whether it is answered, by its name, its metadata and its peer, before its
/// request is decoded.
///
///     let authorization = HostCallAuthorization { call in
///       guard let token = call.metadata["authorization"] else {
///         return .refuse(.unauthenticated, "a bearer token is missing")
///       }
///       return await tokens.permit(token, call.wireName) ? .allow : .refuse(.permissionDenied, "not for this token")
///     }
///
/// As one of a server's interceptors it stands before everything that the server answers, whether or not a name has a
/// handler, so that a caller without permission does not learn which names exist.
///
/// Thread safety: safe from any task; the closure runs concurrently.
public struct HostCallAuthorization: HostHandlerInterceptor {
  /// The decision about a call.
  public enum Decision: Hashable, Sendable {
    /// The call is answered.
    case allow
    /// The call is answered with an error, which is not `failed`; its message is written for the caller.
    case refuse(HostCallCode, String)
  }

  private let decide: @Sendable (HostIncomingBytes) async -> Decision

  /// Creates an authorization that a closure decides.
  ///
  /// - Parameter decide: Returns the decision. It runs in the task of the call, which is cancelled when its caller
  ///   gives up.
  public init(_ decide: @escaping @Sendable (HostIncomingBytes) async -> Decision) {
    self.decide = decide
  }

  /// Creates an authorization that allows some names to everybody, and refuses all others with `permissionDenied`.
  ///
  /// - Parameter names: The wire names.
  public init(allowing names: some Sequence<String>) {
    // In bytes, as handlers are found: strings are equal if they are canonically equivalent.
    let names = Set(names.map { Array($0.utf8) })
    self.init { call in
      names.contains(Array(call.wireName.utf8)) ? .allow : .refuse(.permissionDenied, "the call is not allowed")
    }
  }

  /// Passes the call on if the decision allows it.
  public func interceptBytes(_ call: HostIncomingBytes, next: HostBytesNext) async -> HostBytesOutcome {
    switch await decide(call) {
    case .allow: await next(call)
    case .refuse(let code, let message): HostBytesOutcome(.error(code, message: message))
    }
  }
}
