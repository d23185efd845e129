public import HostCall

/// A call to the host for the profile of a user; its wire name is `fetch_profile`.
public struct FetchProfile: HostCallable {
  public typealias Response = Profile
  public typealias Failure = ProfileFailure

  public var userID: UInt64

  public init(userID: UInt64) {
    self.userID = userID
  }
}

/// What the host knows about a user.
public struct Profile: Codable, Equatable, Sendable {
  public var name: String
  public var tags: [String]

  public init(name: String, tags: [String]) {
    self.name = name
    self.tags = tags
  }
}

/// The reason why the host has no profile, such as `not_found`.
public struct ProfileFailure: Error, Codable, Equatable, Sendable {
  public var code: String

  public init(code: String) {
    self.code = code
  }
}
