// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

struct FetchProfile: HostCallable {  // the core calls the host; its wire name is fetch_profile
  struct Response: Codable, Sendable {
    var name: String
    var tags: [String]
  }

  var userID: UInt64
}

struct Greet: HostCallable {  // the host calls the core
  typealias Response = String
  var userID: UInt64
}

/// Opens a bridge, which the host has to close; returns 0 on failure.
@c
public func greeting_open() -> UInt64 {
  let bridge = HostBridge()
  do {
    try bridge.expose(Greet.self) { request, context in
      let profile = try await context.bridge.call(FetchProfile(userID: request.userID), timeout: .seconds(2))
      return "Welcome back, \(profile.name)"
    }
  } catch {
    return 0
  }
  return bridge.cHandle
}
