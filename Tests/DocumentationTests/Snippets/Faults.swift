// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

@Test func answersTwice() async throws {
  let host = InProcessHost()
  try host.answer(FetchProfile.self, .twice) { _ in Profile(name: "Ada", tags: []) }
  #expect(try await host.bridge.call(FetchProfile(userID: 7)).name == "Ada")
  let calls = try await host.calls(of: FetchProfile.self) { $0.first?.answers.count == 2 }
  #expect(calls.map(\.answers) == [[.accepted, .late]])
  await host.close()
}
