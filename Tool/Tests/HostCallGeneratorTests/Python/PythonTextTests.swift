// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallGenerator
import Testing

@Suite("Text in Python")
struct PythonTextTests {
  /// Returns the module for a descriptor whose one call has this documentation and wire name.
  private func module(documentation: String? = nil, name: String = "shutdown") throws -> [Substring] {
    var descriptor = try Descriptors.named("every_type")
    descriptor.calls = descriptor.calls.filter { $0.name == "shutdown" }
    descriptor.calls[0].documentation = documentation
    descriptor.calls[0].name = name
    (descriptor.streams, descriptor.events) = (nil, nil)
    let files = try PythonEmitter().files(for: InterfaceModel(descriptor))
    return files[0].text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  @Test(
    "documentation cannot end its docstring, and fills its lines",
    arguments: [
      ("Ends \"\"\" it.", [#""""Ends \"\"\" it.""""#]),
      ("A \\", [#""""A \\"#, #"""""#]),
      ("\"Quoted\"", [#"""" "Quoted""#, #"""""#]),
      ("a\u{0}\r\tb\u{202E}", [#""""a\\u0000  b\\u202e""""#]),
      (
        "One line.\nThe same paragraph.\n\n- a list\n- of two",
        [
          #""""One line. The same paragraph."#, "", "- a list", "- of two", #"""""#,
        ]
      ),
    ])
  func docstrings(_ documentation: String, _ expected: [String]) throws {
    let lines = try module(documentation: documentation)
    let start = try #require(lines.firstIndex { $0.hasPrefix("    def shutdown(") })
    let found = lines[(start + 1)...].prefix(expected.count)
    #expect(found.map { String($0.drop { $0 == " " }) } == expected.map { String($0.drop { $0 == " " }) })
    #expect(lines.allSatisfy { $0.count <= 88 })
  }

  @Test(
    "a wire name is spelled as a literal, whatever it contains",
    arguments: [
      ("a\"b", #"'a"b'"#), ("a\"b'", #""a\"b'""#), ("a\n\\", #""a\n\\""#), ("é\u{1F98A}", #""\u00e9\U0001f98a""#),
    ])
  func literals(_ name: String, _ literal: String) throws {
    let lines = try module(name: name)
    #expect(lines.contains { $0.contains(literal) }, "\(lines.filter { $0.contains("interface.Call(") })")
  }
}
