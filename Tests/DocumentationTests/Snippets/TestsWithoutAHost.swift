// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCallTesting
import Testing

@Test func saysThatItTookTooLong() async throws {
  try await withHost { host in
    try host.answer(FetchProfile.self, .delayed(by: .seconds(3))) { _ in Profile(name: "Ada", tags: []) }
    async let greeting = greet(7, over: host.bridge)  // which waits for two seconds at most
    try await host.received(1, of: FetchProfile.self)
    await host.advance(by: .seconds(2))
    #expect(await greeting == "That took too long.")
    #expect(host.requests(of: FetchProfile.self).map(\.userID) == [7])
  }
}
