// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

struct Introduce: HostCallable {
  typealias Response = String
  typealias Failure = IntroductionFailure
  var userID: UInt64
}

struct IntroductionFailure: Error, Codable, Sendable {
  var reason: String
}

func introduce(on bridge: HostBridge) throws {
  try bridge.expose(Introduce.self) { request, context in
    do throws(HostCallError<ProfileFailure>) {
      let profile = try await context.bridge.call(FetchProfile(userID: request.userID))
      return "This is \(profile.name)."
    } catch {  // without the throws(…) above, the error in a closure would be any Error
      throw IntroductionFailure(reason: error.failure?.code ?? error.message)
    }
  }
}

func watchedBridge() -> HostBridge {
  HostBridge(onReport: { report in print("hostcall: \(report)") })
}
