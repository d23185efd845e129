// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The tests of a new package, and the golden files that Swift and Python check.
enum TestTemplates {
  /// A message between the core and its host.
  struct Message {
    /// The name of its file without `.cbor`.
    let name: String
    /// The bytes in hexadecimal digits, put together by hand from RFC 8949.
    let bytes: String
    /// The same in diagnostic notation.
    let notation: String
  }

  static let messages = [
    Message(
      name: "fetch_profile.request", bytes: "a1 66 757365724944 07",
      notation: """
        {
          "userID": 7
        }
        """),
    Message(
      name: "fetch_profile.request.unknown", bytes: "a1 66 757365724944 08",
      notation: """
        {
          "userID": 8
        }
        """),
    Message(
      name: "fetch_profile.response", bytes: "a2 64 6e616d65 63 416461 64 74616773 82 65 61646d696e 64 62657461",
      notation: """
        {
          "name": "Ada",
          "tags": [
            "admin",
            "beta"
          ]
        }
        """),
    Message(
      name: "fetch_profile.failure.unknown", bytes: "a1 64 636f6465 69 6e6f745f666f756e64",
      notation: """
        {
          "code": "not_found"
        }
        """),
    Message(
      name: "log_in.request", bytes: "a1 66 757365724944 07",
      notation: """
        {
          "userID": 7
        }
        """),
    Message(
      name: "log_in.request.unknown", bytes: "a1 66 757365724944 08",
      notation: """
        {
          "userID": 8
        }
        """),
    Message(
      name: "log_in.response",
      bytes: "a2 68 6772656574696e67 71 57656c636f6d65206261636b2c20416461 68 746167436f756e74 02",
      notation: """
        {
          "greeting": "Welcome back, Ada",
          "tagCount": 2
        }
        """),
    Message(
      name: "log_in.failure.unknown",
      bytes: "a2 64 636f6465 69 6e6f745f666f756e64 67 6d657373616765 75 75736572203820686173206e6f2070726f66696c65",
      notation: """
        {
          "code": "not_found",
          "message": "user 8 has no profile"
        }
        """),
  ]

  static let texts: [(path: String, text: String)] = [
    ("Tests/{{Name}}Tests/{{Name}}ServiceTests.swift", service),
    ("Tests/{{Name}}Tests/MessageTests.swift", messageTests),
  ]

  private static let service = """
    import {{Name}}Calls
    import HostCall
    import HostCallTesting
    import Testing

    /// Tests the core with a host in the test's own process.
    @Suite(.timeLimit(.minutes(1)))
    struct {{Name}}ServiceTests {
      private let host = InProcessHost()
      private var service: {{Name}}Service { {{Name}}Service(host: HostCallClient(transport: host.bridge)) }

      @Test func `a user with a profile is greeted`() async throws {
        try host.answer(FetchProfile.self) { _ in Profile(name: "Ada", tags: ["admin", "beta"]) }
        let welcome = try await service.logIn(LogIn(userID: 7))
        #expect(welcome == Welcome(greeting: "Welcome back, Ada", tagCount: 2))
        #expect(host.requests(of: FetchProfile.self).map(\\.userID) == [7])
        await host.close()
      }

      @Test func `a user without a profile is not logged in`() async throws {
        try host.fail(FetchProfile.self, with: ProfileFailure(code: "not_found"))
        await #expect(throws: LogInFailure(code: "not_found", message: "user 8 has no profile")) {
          try await service.logIn(LogIn(userID: 8))
        }
        await host.close()
      }

      @Test func `a log-in ends after two seconds without an answer, on the host's clock`() async throws {
        try host.neverAnswer(FetchProfile.self)
        async let failure = #expect(throws: LogInFailure.self) { try await service.logIn(LogIn(userID: 7)) }
        try await host.received(1, of: FetchProfile.self)
        await host.advance(by: .seconds(2))
        #expect(await failure?.code == "deadlineExceeded")
        await host.close()
      }
    }

    """

  private static let messageTests = """
    import {{Name}}Calls
    import HostCall
    import HostCallTesting
    import Testing

    /// Compares the messages between core and host with golden files, which hosts can check too.
    ///
    /// After a change that is intended, `HOSTCALL_RECORD_FIXTURES=failed swift test` writes those again that Swift encodes;
    /// delete those that it only decodes, and run the tests twice.
    struct MessageTests {
      @Test func `a message has the bytes of its file`() throws {
        try expectFixture(FetchProfile(userID: 7), "fetch_profile.request")
        try expectFixture(FetchProfile(userID: 8), "fetch_profile.request.unknown")
        try expectFixture(ProfileFailure(code: "not_found"), "fetch_profile.failure.unknown")
        try expectFixture(LogIn(userID: 7), "log_in.request")
        try expectFixture(LogIn(userID: 8), "log_in.request.unknown")
        try expectFixture(Welcome(greeting: "Welcome back, Ada", tagCount: 2), "log_in.response")
        try expectFixture(LogInFailure(code: "not_found", message: "user 8 has no profile"), "log_in.failure.unknown")
      }

      @Test func `an answer of the host decodes`() throws {
        try expectFixture("fetch_profile.response", decodesTo: Profile(name: "Ada", tags: ["admin", "beta"]))
        try expectFixture("fetch_profile.failure.unknown", decodesTo: ProfileFailure(code: "not_found"))
      }
    }

    """
}
