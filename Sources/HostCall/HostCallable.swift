// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A call from Swift code to its host, or from a host to Swift code: the request, and the types of its answers.
///
///     struct FetchProfile: HostCallable {
///       typealias Response = Profile
///       typealias Failure = ProfileFailure
///       var userID: UInt64
///     }
///
///     let profile = try await bridge.call(FetchProfile(userID: 7))
public protocol HostCallable: HostRequest where AnswerPayload == Response {
  /// The response.
  associatedtype AnswerPayload = Response

  /// The response; ``Empty`` for a call without one.
  associatedtype Response: Codable & Sendable

  /// A Boolean value that indicates whether repeating the call has no further effect, so that a client may retry it
  /// after losing its server; `false` by default.
  ///
  /// Calls within a process are never retried.
  static var isIdempotent: Bool { get }
}

extension HostCallable {
  /// `false`.
  public static var isIdempotent: Bool { false }
}
