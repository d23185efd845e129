// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import ProfileCalls
import Testing

/// Compares the messages between ProfileCore and its hosts with files that Python's cbor2 wrote.
@Suite("The bytes of ProfileCore's calls")
struct ProfileFixtureTests {
  private let folder = "../../../../Fixtures/profile_core"

  private let ada = Profile(name: "Ada", tags: ["admin", "founder"], balanceCents: 12345)
  private let grace = Profile(name: "Grace Höpper", tags: [], balanceCents: -1, avatar: Array(0..<30))

  @Test("each message encodes to the bytes that another encoder writes")
  func encoded() throws {
    try expectFixture(FetchProfile(userID: 7), "fetch_profile.request", in: folder)
    try expectFixture(FetchProfile(userID: .max), "fetch_profile.request.largest", in: folder)
    try expectFixture(ada, "fetch_profile.response", in: folder)
    try expectFixture(grace, "fetch_profile.response.avatar", in: folder)
    try expectFixture(ProfileFailure(code: "not_found", retryable: false), "fetch_profile.failure", in: folder)
    try expectFixture(LogIn(userID: 7), "log_in.request", in: folder)
    try expectFixture(LogIn(userID: 8, timeoutMilliseconds: 50), "log_in.request.timeout", in: folder)
    try expectFixture(
      Welcome(greeting: "Welcome back, Ada", loggedInAt: 1_700_000_000.5, tagCount: 2), "log_in.response", in: folder)
    let late = HostCallError<Never>(code: .deadlineExceeded, message: "the host did not answer in time")
    try expectFixture(LogInFailure(late), "log_in.failure", in: folder)
    try expectFixture(WatchBalance(userID: 7), "watch_balance.request", in: folder)
    try expectFixture(ProfileFailure(code: "not_found", retryable: true), "watch_balance.failure", in: folder)
  }

  @Test("each message decodes, even if a host writes it differently from Swift")
  func decoded() throws {
    try expectFixture("fetch_profile.response", decodesTo: ada, in: folder)
    try expectFixture("fetch_profile.response.avatar", decodesTo: grace, in: folder)
    let plain = Profile(name: "Ada", tags: [], balanceCents: 0)
    try expectFixture("fetch_profile.response.null", decodesTo: plain, in: folder)
    try expectFixture("fetch_profile.response.later", decodesTo: plain, in: folder)
    try expectFixture(
      "log_in.response.whole", decodesTo: Welcome(greeting: "Hello", loggedInAt: 1_700_000_000, tagCount: 0), in: folder
    )
  }

  @Test("a raw message is its value's memory, with the layout that a host in C expects")
  func raw() throws {
    try expectFixture(raw: ReadClock(), "read_clock.request", in: folder)
    try expectFixture(raw: 1_700_000_000.5, "read_clock.response", in: folder)
    try expectFixture(raw: WatchBalance.Element(12345), "watch_balance.response", in: folder)
  }
}
