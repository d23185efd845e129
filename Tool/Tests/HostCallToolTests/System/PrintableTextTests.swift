// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCallTool
import Testing

@Suite("Text from elsewhere on a terminal")
struct PrintableTextTests {
  @Test(
    "control characters are escaped, and line feeds only where text is a line of its own",
    arguments: [
      ("Ada, größer 🙂", "Ada, größer 🙂", "Ada, größer 🙂"),
      ("a\nb", "a\\nb", "a\nb"), ("\u{1b}]0;x\u{7}", "\\u001b]0;x\\u0007", "\\u001b]0;x\\u0007"),
      ("a\r\nb", "a\\u000d\\nb", "a\\u000d\nb"), ("\u{9b}2J\u{2028}", "\\u009b2J\\u2028", "\\u009b2J\\u2028"),
    ])
  func escapes(text: String, line: String, lines: String) {
    #expect(PrintableText.of(text) == line)
    #expect(PrintableText.lines(of: text) == lines)
  }
}
