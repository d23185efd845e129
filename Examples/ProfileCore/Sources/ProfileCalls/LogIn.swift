public import HostCall

/// What the core exposes: the host logs a user in.
public struct LogIn: HostCallable {
  public typealias Response = Welcome
  public typealias Failure = LogInFailure

  /// Who logs in.
  public var userID: UInt64
  /// How long fetching the profile may take; nil for as long as it needs.
  public var timeoutMilliseconds: UInt64?

  public init(userID: UInt64, timeoutMilliseconds: UInt64? = nil) {
    self.userID = userID
    self.timeoutMilliseconds = timeoutMilliseconds
  }
}

/// The answer to a log-in.
public struct Welcome: Codable, Hashable, Sendable {
  public var greeting: String
  /// The host's clock, in seconds.
  public var loggedInAt: Double
  public var tagCount: Int

  public init(greeting: String, loggedInAt: Double, tagCount: Int) {
    self.greeting = greeting
    self.loggedInAt = loggedInAt
    self.tagCount = tagCount
  }
}

/// Why a log-in failed.
public struct LogInFailure: Error, Codable, Hashable, Sendable {
  /// The name of the code that stopped it, such as `deadlineExceeded`.
  public var code: String
  public var message: String

  /// The failure that an error of one of the calls to the host amounts to.
  public init<Failure>(_ error: HostCallError<Failure>) {
    code = error.code.description
    message = error.message
  }

  /// As for any other error, with the host's own code in the message.
  public init(_ error: HostCallError<ProfileFailure>) {
    code = error.code.description
    if let failure = error.failure {
      message = "the host has no profile: \(failure.code)\(failure.retryable ? ", try again later" : "")"
    } else {
      message = error.message
    }
  }
}
