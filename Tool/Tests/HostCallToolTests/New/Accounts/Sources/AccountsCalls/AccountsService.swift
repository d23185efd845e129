public import HostCall

/// The core: logs users in, and asks its host for their profiles.
public struct AccountsService: Sendable {
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
