public import HostCall

/// A call to the core that logs a user in; its wire name is `log_in`.
public struct LogIn: HostCallable {
  public typealias Response = Welcome
  public typealias Failure = LogInFailure

  public var userID: UInt64

  public init(userID: UInt64) {
    self.userID = userID
  }
}

/// What a user sees after a log-in.
public struct Welcome: Codable, Equatable, Sendable {
  public var greeting: String
  public var tagCount: Int

  public init(greeting: String, tagCount: Int) {
    self.greeting = greeting
    self.tagCount = tagCount
  }
}

/// The reason why a log-in failed: the host's code, or that of a call that ended without an answer.
public struct LogInFailure: Error, Codable, Equatable, Sendable {
  public var code: String
  public var message: String

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}
