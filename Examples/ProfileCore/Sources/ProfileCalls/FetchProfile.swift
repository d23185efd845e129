public import HostCall

/// Asks the host for the profile of a user.
public struct FetchProfile: HostCallable {
  /// What is known of the user.
  public typealias Response = Profile
  /// Why nothing is.
  public typealias Failure = ProfileFailure

  /// Asking twice changes nothing.
  public static var isIdempotent: Bool { true }

  /// Whose profile.
  public var userID: UInt64

  /// A request for one user.
  public init(userID: UInt64) {
    self.userID = userID
  }
}

/// What the host knows about a user.
public struct Profile: Codable, Hashable, Sendable {
  /// The name to greet the user by.
  public var name: String
  /// What the host has sorted the user under.
  public var tags: [String]
  /// The user's balance, in hundredths of the currency.
  public var balanceCents: Int64
  /// A picture, in whatever format the host keeps.
  public var avatar: [UInt8]?

  /// A profile.
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

  /// A failure.
  public init(code: String, retryable: Bool) {
    self.code = code
    self.retryable = retryable
  }
}
