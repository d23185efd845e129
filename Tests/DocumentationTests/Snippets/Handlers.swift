// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

func oneLine(_ bridge: HostBridge) async throws -> Profile {
  let profile = try await bridge.call(FetchProfile(userID: 7), timeout: .seconds(2))
  return profile
}

func answerInSwift(on bridge: HostBridge) throws {
  try bridge.handle(FetchProfile.self) { request, context in
    Profile(name: "Ada", tags: ["admin"])
  }
}
