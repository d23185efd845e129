public import HostCall

/// Asks the host for the profile of a user.
public struct FetchProfile: HostCallable {
  public typealias Response = Profile
  public typealias Failure = ProfileFailure

  /// Whose profile.
  public var userID: UInt64

  public init(userID: UInt64) {
    self.userID = userID
  }
}

/// What the host knows about a user.
public struct Profile: Codable, Hashable, Sendable {
  public var name: String
  public var tags: [String]
  public var balanceCents: Int64
  public var avatar: [UInt8]?

  public init(name: String, tags: [String], balanceCents: Int64, avatar: [UInt8]? = nil) {
    self.name = name
    self.tags = tags
    self.balanceCents = balanceCents
    self.avatar = avatar
  }
}

/// Why the host has no profile to give.
public struct ProfileFailure: Error, Codable, Hashable, Sendable {
  /// The host's own code, such as `not_found`.
  public var code: String
  /// Whether it makes sense to ask again.
  public var retryable: Bool

  public init(code: String, retryable: Bool) {
    self.code = code
    self.retryable = retryable
  }
}
