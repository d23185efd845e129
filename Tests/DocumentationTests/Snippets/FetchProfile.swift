// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

struct FetchProfile: HostCallable {  // its wire name is fetch_profile
  typealias Response = Profile
  typealias Failure = ProfileFailure  // without one, a call declares no failure
  var userID: UInt64
}

struct Profile: Codable, Equatable, Sendable {
  var name: String
  var tags: [String]
}

struct ProfileFailure: Error, Codable, Sendable {
  var code: String
  var retryable: Bool
}

func greet(_ userID: UInt64, over bridge: HostBridge) async -> String {
  do {
    let profile = try await bridge.call(FetchProfile(userID: userID), timeout: .seconds(2))
    return "Welcome back, \(profile.name)"
  } catch {  // error is a HostCallError<ProfileFailure>
    switch error.code {
    case .failed: return "No profile: \(error.failure?.code ?? "")"
    case .deadlineExceeded: return "That took too long."
    default: return "\(error)"
    }
  }
}
