// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTool
import Testing

@Suite("CoreCall")
struct CoreCallTests {
  /// Returns a descriptor of calls to the core, with numbers as their names.
  private func descriptor(_ count: Int) throws -> HostCallDescriptor {
    let calls = (0..<count).map { #"{"name": "call\#($0 + 10)", "direction": "toCore"}"# }
    let text = #"{"version": 1, "cddl": "", "calls": [\#(calls.joined(separator: ", "))]}"#
    return try JSONDescriptor(text: text).descriptor
  }

  private func message(_ descriptor: HostCallDescriptor) -> String? {
    let error = #expect(throws: CommandError.self) {
      try CoreCall.find("call9", in: descriptor, of: "core", isChecked: true)
    }
    #expect(error?.status == 69)
    return error?.message
  }

  @Test("a call that is not exposed is refused with at most 20 of the names that are")
  func unknown() throws {
    let names = (10..<30).map { "call\($0)" }.joined(separator: ", ")
    #expect(message(try descriptor(0)) == "core: no call call9 is exposed, nor any other")
    #expect(message(try descriptor(20)) == "core: no call call9 is exposed; expected one of \(names)")
    #expect(message(try descriptor(21)) == "core: no call call9 is exposed; expected one of \(names), and 1 other")
    #expect(message(try descriptor(50)) == "core: no call call9 is exposed; expected one of \(names), and 30 others")
    #expect(try CoreCall.find("call10", in: try descriptor(20), of: "core", isChecked: true).name == "call10")
  }
}
