// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import ProfileCalls
import Testing

/// Tests the core with an in-process host.
@Suite("Logging a user in", .timeLimit(.minutes(1)))
struct ProfileServiceTests {
  private let host = InProcessHost()
  private var service: ProfileService { ProfileService(host: HostCallClient(transport: host.bridge)) }

  private func answerTheClock() throws {
    try host.answerInsideInvoke(ReadClock.self) { _ in 12.5 }
  }

  private func failure(_ request: LogIn) async -> LogInFailure? {
    await #expect(throws: LogInFailure.self) { try await service.logIn(request) }
  }

  @Test("a log-in reads the clock, fetches the profile, and greets the user")
  func greets() async throws {
    try answerTheClock()
    try host.answer(FetchProfile.self) { _ in Profile(name: "Ada", tags: ["a", "b"], balanceCents: 0) }
    let welcome = try await service.logIn(LogIn(userID: 7))
    #expect(welcome == Welcome(greeting: "Welcome back, Ada", loggedInAt: 12.5, tagCount: 2))
    #expect(host.requests(of: FetchProfile.self).map(\.userID) == [7])
    await host.close()
  }

  @Test("a failed log-in says why: a failure of the host, a missing handler, or an answer that does not decode")
  func failures() async throws {
    #expect(await failure(LogIn(userID: 7))?.code == "unimplemented")
    try answerTheClock()
    try host.fail(FetchProfile.self, with: ProfileFailure(code: "not_found", retryable: true))
    let notFound = await failure(LogIn(userID: 7))
    #expect(notFound?.code == "failed")
    #expect(notFound?.message == "the host has no profile: not_found, try again later")
    try host.answer(FetchProfile.self, bytes: [0xA1, 0x64, 0x6E, 0x61, 0x6D, 0x65, 0x01])  // {"name": 1}
    let malformed = await failure(LogIn(userID: 7))
    #expect(malformed?.code == "internal")
    #expect(malformed?.message.contains("at name") == true)
    await host.close()
  }

  @Test("a log-in gives up on a late profile without waiting for it")
  func timeout() async throws {
    try answerTheClock()
    try host.answer(FetchProfile.self, .delayed(by: .milliseconds(60))) { _ in
      Profile(name: "Ada", tags: [], balanceCents: 0)
    }
    async let late = failure(LogIn(userID: 7, timeoutMilliseconds: 50))
    try await host.received(1, of: FetchProfile.self)
    await host.advance(by: .milliseconds(50))
    #expect(await late?.code == "deadlineExceeded")
    await host.advance(by: .milliseconds(10))
    #expect(host.calls(of: FetchProfile.self).map(\.answers) == [[.late]])
    #expect(host.calls(of: FetchProfile.self).map(\.isCancelled) == [true])
    await host.close()
  }
}
