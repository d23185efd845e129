// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCallTesting
import Testing

@Test func profile() throws {
  try expectFixture(Profile(name: "Ada", tags: ["admin"]), "profile.basic")
  try expectFixture("profile.v1", decodesTo: Profile(name: "Ada", tags: []))
}

@Test func calls() throws {
  try expectSchema(FetchProfile.self, "fetch_profile")
}
