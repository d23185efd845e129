// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The interface, the core and the library of a new package.
enum CoreTemplates {
  static let texts: [(path: String, text: String)] = [
    ("Sources/{{Name}}Calls/FetchProfile.swift", fetchProfile),
    ("Sources/{{Name}}Calls/LogIn.swift", logIn),
    ("Sources/{{Name}}Calls/{{Name}}Service.swift", service),
    ("Sources/{{Name}}/{{Name}}.swift", library),
  ]

  private static let fetchProfile = """
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

    """

  private static let logIn = """
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

    """

  private static let service = #"""
    public import HostCall

    /// The core: logs users in, and asks its host for their profiles.
    public struct {{Name}}Service: Sendable {
      private let host: HostCallClient

      public init(host: HostCallClient) {
        self.host = host
      }

      /// Greets the user, if the host has a profile within two seconds.
      public func logIn(_ request: LogIn) async throws(LogInFailure) -> Welcome {
        do {
          let profile = try await host.call(FetchProfile(userID: request.userID), timeout: .seconds(2))
          return Welcome(greeting: "Welcome back, \(profile.name)", tagCount: profile.tags.count)
        } catch {
          guard let failure = error.failure else {
            throw LogInFailure(code: error.code.description, message: error.message)
          }
          throw LogInFailure(code: failure.code, message: "user \(request.userID) has no profile")
        }
      }
    }

    """#

  private static let library = """
    import {{Name}}Calls
    import HostCall

    /// Opens a bridge, which the host has to close; returns its handle, or 0 on failure.
    ///
    /// Hosts load the library and call this function. The library exports what begins with `{{name}}_`.
    @c
    public func {{name}}_open() -> UInt64 {
      let bridge = HostBridge()
      do {
        try bridge.declare(FetchProfile.self)
        let service = {{Name}}Service(host: HostCallClient(transport: bridge))
        try bridge.expose(LogIn.self) { request, _ in try await service.logIn(request) }
      } catch {
        return 0
      }
      return bridge.cHandle
    }

    """
}
