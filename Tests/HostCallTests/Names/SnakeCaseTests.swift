// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostCall

private enum Outer {
  struct NestedCall {}
}

@Suite("Default wire names")
struct SnakeCaseTests {
  @Test(
    "a word starts at each capital letter, except inside an acronym",
    arguments: [
      ("FetchProfile", "fetch_profile"), ("HTTPGet", "http_get"), ("GetURLInfo2", "get_url_info2"), ("Ping", "ping"),
      ("A", "a"), ("AB", "ab"), ("ABc", "a_bc"), ("lower", "lower"), ("Info2Get", "info2_get"), ("Get2D", "get2_d"),
      ("already_snake", "already_snake"), ("ÄndereÖrtlichkeit", "ändere_örtlichkeit"), ("", ""),
    ])
  func words(name: String, expected: String) {
    #expect(SnakeCase.convert(name) == expected)
  }

  @Test("a nested type uses its last name, and a generic type has none")
  func types() {
    #expect(SnakeCase.wireName(of: Outer.NestedCall.self) == "nested_call")
    #expect(SnakeCase.wireName(of: [Int].self) == "")
    #expect(FetchProfile.wireName == "fetch_profile")
  }
}
