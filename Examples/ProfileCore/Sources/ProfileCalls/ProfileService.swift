// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

/// The service of the core, which logs users in.
///
/// The service makes two calls to its host. It contains no C, and does not know where its host runs.
public struct ProfileService: Sendable {
  private let host: HostCallClient

  /// Creates a service whose calls go to the given host, in the same process or on another machine.
  public init(host: HostCallClient) {
    self.host = host
  }

  /// Reads the host's clock, fetches the user's profile, and greets the user.
  public func logIn(_ request: LogIn) async throws(LogInFailure) -> Welcome {
    let time = try await readClock()
    let profile = try await fetchProfile(request)
    return Welcome(
      greeting: "Welcome back, \(profile.name)", loggedInAt: time, tagCount: profile.tags.count)
  }

  private func readClock() async throws(LogInFailure) -> Double {
    do {
      return try await host.call(ReadClock())
    } catch {
      throw LogInFailure(error)
    }
  }

  private func fetchProfile(_ request: LogIn) async throws(LogInFailure) -> Profile {
    let timeout = request.timeoutMilliseconds.map { Duration.milliseconds($0) }
    do {
      return try await host.call(FetchProfile(userID: request.userID), timeout: timeout)
    } catch {
      throw LogInFailure(error)
    }
  }
}
