// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCallGenerator
import HostCallTool
import Testing

@Suite("CppEmitter")
struct CppEmitterTests {
  /// Returns the header for a descriptor with one call, whose request and response are the same part.
  private func header(part: String, types: String = "") throws -> String {
    let call = """
      {"name": "turn", "direction": "toCore", "fingerprint": "0x1", "request": \(part), "response": \(part)}
      """
    let text = """
      {"version": 1, "minorVersion": 1, "cddl": "", "openFunction": "shop_open", "calls": [\(call)], "types": [\(types)]}
      """
    let files = try CppEmitter().files(for: InterfaceModel(JSONDescriptor(text: text).descriptor))
    return try #require(files.first { $0.path == "shop.hpp" }).text
  }

  @Test(
    "an enum with a raw value of more than 64 bits is an item",
    arguments: [
      ("9223372036854775807", "Wide"), ("-9223372036854775808", "Wide"),
      ("9223372036854775808", "hostcall::Item"), ("18446744073709551615", "hostcall::Item"),
    ])
  func rawValues(_ value: String, _ type: String) throws {
    let header = try header(
      part: #"{"encoding": "cbor", "rule": "r", "type": {"kind": "named", "name": "Wide"}}"#,
      types: """
        {"name": "Wide", "type": {"kind": "rawEnumeration", "name": "int",
          "cases": [{"name": "one", "rawValue": "\(value)"}]}}
        """)
    #expect(header.contains("using Request = hostcall::Cbor<\(type)>;"))
    #expect(header.contains("enum class Wide {") == (type == "Wide"))
  }

  @Test("no line of documentation continues on the next one, also if it was broken")
  func comments() throws {
    let long = String(repeating: "a", count: 100)
    let header = try header(
      part: #"{"encoding": "cbor", "rule": "r", "type": {"kind": "named", "name": "One"}}"#,
      types: #"""
        {"name": "One", "documentation": "\#(long)\\ \#(long)\\\n\\ \#(long)",
          "type": {"kind": "record", "fields": [
            {"key": "x", "isOptional": false, "type": {"kind": "builtIn", "name": "tstr"}}]}}
        """#)
    #expect(header.contains("\n/// \(long)\n/// \(long)\n"))
    #expect(!header.contains("\\\n"))
  }

  @Test(
    "a namespace has no name that is a keyword, or that headers declare outside of namespaces",
    arguments: [("clock", "clock_"), ("linux", "linux_"), ("abi", "abi_"), ("part_t", "part_t_"), ("shop", "shop")])
  func namespaces(_ name: String, _ space: String) throws {
    let text = #"{"version": 1, "minorVersion": 1, "cddl": "", "openFunction": "a_open", "calls": [], "types": []}"#
    let files = try CppEmitter().files(for: InterfaceModel(JSONDescriptor(text: text).descriptor, name: name))
    #expect(files.map(\.path) == ["\(space).hpp", "\(space).cpp"])
    #expect(files.allSatisfy { $0.text.contains("\nnamespace \(space) {\n") })
  }

  @Test("a number of 16 bits in floating point crosses as its bits")
  func half() throws {
    let header = try header(
      part: """
        {"encoding": "raw", "rule": "r", "type": {"kind": "raw", "size": 2, "byteOrder": "little",
          "fields": [{"key": "", "isOptional": false, "offset": 0, "type": {"kind": "rawNumber", "name": "Float16"}}]}}
        """)
    #expect(header.contains("using Request = hostcall::Raw<std::uint16_t>;"))
    #expect(header.contains("hostcall::Pending<std::uint16_t> turn(std::uint16_t request,"))
  }
}
