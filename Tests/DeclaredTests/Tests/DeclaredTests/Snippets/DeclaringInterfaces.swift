// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

// The code of the page Declaring Interfaces.
enum DeclaringInterfaces {
  @HostCodable
  struct Profile: Codable, Sendable {
    var name: String
    var tags: [String]
  }

  @HostCodable
  enum ProfileFailure: Error, Codable, Sendable {
    case notFound(userID: UInt64)
  }

  /// What ProfileCore needs from its host.
  @HostInterface
  protocol ProfileHost: Sendable {
    /// The profile of a user.
    @HostCall(.idempotent, .timeout(.seconds(5)))
    func fetchProfile(userID: UInt64) async throws(HostCallError<ProfileFailure>) -> Profile

    /// The seconds since 1970.
    @HostCall(.raw)
    func readClock(_ clock: UInt32) async throws(HostCallError<Never>) -> Double
  }

  struct Balance: Codable, Sendable { var cents: Int64 }

  @HostInterface
  protocol BalanceHost: Sendable {
    func watchBalance(userID: UInt64) -> HostStream<Balance, ProfileFailure>
  }

  @HostInterface
  protocol Themes: Sendable {
    @HostCall(.dropNewest, .capacity(16))
    func themeChanged(isDark: Bool) throws(HostCallError<Never>)
  }

  struct MyProfiles: ProfileHost {
    func fetchProfile(userID: UInt64) async throws(HostCallError<ProfileFailure>) -> Profile {
      guard userID != 0 else { throw HostCallError(code: .invalidArgument, message: "the user ID is 0") }
      guard userID == 7 else { throw HostCallError(failure: .notFound(userID: userID)) }
      return Profile(name: "Ada", tags: ["admin"])
    }

    func readClock(_ clock: UInt32) async throws(HostCallError<Never>) -> Double { 1_700_000_000.5 }
  }

  @HostInterface
  protocol ProfileCore: Sendable {
    func logIn(userID: UInt64) async throws(HostCallError<Never>) -> String
  }

  struct Service: ProfileCore {
    func logIn(userID: UInt64) async throws(HostCallError<Never>) -> String { "Welcome" }
  }

  static func serve(on bridge: HostBridge, _ service: Service) throws {
    try bridge.handle(MyProfiles(), as: ProfileHostInterface.self)
    try bridge.expose(service, as: ProfileCoreInterface.self)
  }

  static func call(over bridge: HostBridge) async throws -> [Profile] {
    let host = ProfileHostClient(bridge)
    let profile = try await host.fetchProfile(userID: 7)
    let quick = try await host.with(timeout: .seconds(2)).fetchProfile(userID: 7)
    return [profile, quick]
  }
}
