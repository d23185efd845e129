public import HostCall

/// What the core exposes: the host logs a user in.
public struct LogIn: HostCallable {
  /// How the user is greeted.
  public typealias Response = Welcome
  /// What stopped it.
  public typealias Failure = LogInFailure

  /// Who logs in.
  public var userID: UInt64
  /// How long fetching the profile may take; nil for as long as it needs.
  public var timeoutMilliseconds: UInt64?

  /// A request for one user.
  public init(userID: UInt64, timeoutMilliseconds: UInt64? = nil) {
    self.userID = userID
    self.timeoutMilliseconds = timeoutMilliseconds
  }
}

/// The answer to a log-in.
public struct Welcome: Codable, Hashable, Sendable {
  /// What to show the user.
  public var greeting: String
  /// The host's clock, in seconds.
  public var loggedInAt: Double
  /// How many tags the profile has.
  public var tagCount: Int

  /// A welcome.
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
  /// What happened, in words.
  public var message: String

  /// Returns the failure for an error of one of the calls to the host.
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
