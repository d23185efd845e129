// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

/// Logs a user in; the core exposes this call to its host.
public struct LogIn: HostCallable {
  /// The greeting and its details.
  public typealias Response = Welcome
  /// The reason why the log-in failed.
  public typealias Failure = LogInFailure

  /// The ID of the user who logs in.
  public var userID: UInt64
  /// The most time that fetching the profile may take; `nil` for no limit.
  public var timeoutMilliseconds: UInt64?

  /// Creates a request to log a user in.
  public init(userID: UInt64, timeoutMilliseconds: UInt64? = nil) {
    self.userID = userID
    self.timeoutMilliseconds = timeoutMilliseconds
  }
}

/// The response to a log-in.
public struct Welcome: Codable, Hashable, Sendable {
  /// The text to show to the user.
  public var greeting: String
  /// The host's clock, in seconds.
  public var loggedInAt: Double
  /// The number of the profile's tags.
  public var tagCount: Int

  /// Creates a response.
  public init(greeting: String, loggedInAt: Double, tagCount: Int) {
    self.greeting = greeting
    self.loggedInAt = loggedInAt
    self.tagCount = tagCount
  }
}

/// The reason why a log-in failed.
public struct LogInFailure: Error, Codable, Hashable, Sendable {
  /// The name of the error code, such as `deadlineExceeded`.
  public var code: String
  /// The description of the failure.
  public var message: String

  /// Creates the failure for an error of a call to the host.
  public init<Failure>(_ error: HostCallError<Failure>) {
    code = error.code.description
    message = error.message
  }

  /// Creates the failure for an error of `FetchProfile`, with the host's code in the message.
  public init(_ error: HostCallError<ProfileFailure>) {
    code = error.code.description
    if let failure = error.failure {
      message = "the host has no profile: \(failure.code)\(failure.retryable ? ", try again later" : "")"
    } else {
      message = error.message
    }
  }
}
