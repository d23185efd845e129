// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

/// Asks the host for the profile of a user.
public struct FetchProfile: HostCallable {
  /// The user's profile.
  public typealias Response = Profile
  /// The reason why the host has no profile.
  public typealias Failure = ProfileFailure

  /// The call may be repeated, since it changes nothing.
  public static var isIdempotent: Bool { true }

  /// The ID of the user.
  public var userID: UInt64

  /// Creates a request for a user's profile.
  public init(userID: UInt64) {
    self.userID = userID
  }
}

/// What the host knows about a user.
public struct Profile: Codable, Hashable, Sendable {
  /// The name by which to greet the user.
  public var name: String
  /// The host's labels for the user.
  public var tags: [String]
  /// The user's balance, in hundredths of the currency.
  public var balanceCents: Int64
  /// A picture, in a format of the host's choice.
  public var avatar: [UInt8]?

  /// Creates a profile.
  public init(name: String, tags: [String], balanceCents: Int64, avatar: [UInt8]? = nil) {
    self.name = name
    self.tags = tags
    self.balanceCents = balanceCents
    self.avatar = avatar
  }
}

/// The reason why the host has no profile for a user.
public struct ProfileFailure: Error, Codable, Hashable, Sendable {
  /// The host's own code, such as `not_found`.
  public var code: String
  /// A Boolean value that indicates whether a later attempt may succeed.
  public var retryable: Bool

  /// Creates a failure.
  public init(code: String, retryable: Bool) {
    self.code = code
    self.retryable = retryable
  }
}
