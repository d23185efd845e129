public import HostCall

/// What the core does. It has two calls to its host in it, and nothing of C.
public struct ProfileService: Sendable {
  private let bridge: HostBridge

  /// A service that asks the host of `bridge`.
  public init(bridge: HostBridge) {
    self.bridge = bridge
  }

  /// Reads the host's clock, fetches the user's profile, and greets.
  public func logIn(_ request: LogIn) async throws(LogInFailure) -> Welcome {
    let time = try await readClock()
    let profile = try await fetchProfile(request)
    return Welcome(
      greeting: "Welcome back, \(profile.name)", loggedInAt: time, tagCount: profile.tags.count)
  }

  private func readClock() async throws(LogInFailure) -> Double {
    do {
      return try await bridge.call(ReadClock())
    } catch {
      throw LogInFailure(error)
    }
  }

  private func fetchProfile(_ request: LogIn) async throws(LogInFailure) -> Profile {
    let timeout = request.timeoutMilliseconds.map { Duration.milliseconds($0) }
    do {
      return try await bridge.call(FetchProfile(userID: request.userID), timeout: timeout)
    } catch {
      throw LogInFailure(error)
    }
  }
}
