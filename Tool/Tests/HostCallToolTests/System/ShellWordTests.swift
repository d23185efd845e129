// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCallTool
import Testing

@Suite("ShellWord")
struct ShellWordTests {
  @Test(
    "a path is a word of a shell, in quotes only where it needs them",
    arguments: [
      ("Accounts", "Accounts"), ("../a-b_c/1.2", "../a-b_c/1.2"), ("/x/y~", "/x/y~"), ("my app", "'my app'"),
      ("~/x", "'~/x'"), ("it's", #"'it'\''s'"#), ("a$b", "'a$b'"), ("a;b", "'a;b'"), ("*", "'*'"), ("é", "'é'"),
      ("a\nb", "'a\nb'"), ("-x", "./-x"), ("- x", "'./- x'"), ("", "''"),
    ])
  func words(_ path: String, _ word: String) {
    #expect(ShellWord.of(path: path) == word)
  }
}
