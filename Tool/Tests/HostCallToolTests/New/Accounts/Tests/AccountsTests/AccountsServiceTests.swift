import AccountsCalls
import HostCall
import HostCallTesting
import Testing

/// Tests the core with a host in the test's own process.
@Suite(.timeLimit(.minutes(1)))
struct AccountsServiceTests {
  private let host = InProcessHost()
  private var service: AccountsService { AccountsService(host: HostCallClient(transport: host.bridge)) }

  @Test func `a user with a profile is greeted`() async throws {
    try host.answer(FetchProfile.self) { _ in Profile(name: "Ada", tags: ["admin", "beta"]) }
    let welcome = try await service.logIn(LogIn(userID: 7))
    #expect(welcome == Welcome(greeting: "Welcome back, Ada", tagCount: 2))
    #expect(host.requests(of: FetchProfile.self).map(\.userID) == [7])
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
