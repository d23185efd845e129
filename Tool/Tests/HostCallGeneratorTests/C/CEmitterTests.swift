// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallGenerator
import HostCallTool
import Testing

@Suite("CEmitter")
struct CEmitterTests {
  /// Returns the header and the source for a descriptor with these calls and types.
  private func emit(calls: String, types: String) throws -> (header: String, source: String) {
    let text = """
      {"version": 1, "minorVersion": 1, "cddl": "", "openFunction": "shop_open", "calls": [\(calls)], "types": [\(types)]}
      """
    let files = try CEmitter().files(for: InterfaceModel(JSONDescriptor(text: text).descriptor))
    #expect(files.map(\.path) == ["shop_host.h", "shop_host.c"])
    return (files[0].text, files[1].text)
  }

  private func call(_ name: String, _ direction: String = "toCore", request: String, response: String) -> String {
    """
    {"name": "\(name)", "direction": "\(direction)", "typeName": "\(name)", "fingerprint": "0x1",
      "request": {"encoding": "cbor", "rule": "r", "type": \(request)},
      "response": {"encoding": "cbor", "rule": "r", "type": \(response)}}
    """
  }

  private let text = #"{"kind": "builtIn", "name": "tstr"}"#

  @Test("a type that has the name of a function gets another one")
  func typeNames() throws {
    let (header, _) = try emit(
      calls: call("statistics", request: text, response: #"{"kind": "named", "name": "Statistics"}"#),
      types: """
        {"name": "Statistics", "type": {"kind": "record", "fields": [
          {"key": "made", "isOptional": false, "type": {"kind": "builtIn", "name": "uint"}}]}}
        """)
    #expect(header.contains("struct shop_statistics_value {\n  uint64_t made;\n};"))
    #expect(header.contains("int32_t shop_statistics(hostcall_bridge bridge, hostcall_text request,"))
  }

  @Test("calls of one name in both directions have different names")
  func directions() throws {
    let (header, _) = try emit(
      calls: [
        call("echo", request: text, response: text), call("echo", "toHost", request: text, response: text),
      ].joined(separator: ","), types: "")
    #expect(header.contains("int32_t shop_echo_reply(shop_echo_call call, hostcall_text response);"))
    #expect(header.contains("typedef void (*shop_echo_2_reply)(const shop_echo_2_result *result, void *user_data);"))
  }

  @Test("no member of the handlers occurs twice")
  func members() throws {
    let names = ["released", "wait", "wait_cancelled"]
    let (header, _) = try emit(
      calls: names.map { call($0, "toHost", request: text, response: text) }.joined(separator: ","), types: "")
    for member in [
      "released", "released_2", "wait", "wait_cancelled", "wait_cancelled_2", "wait_cancelled_2_cancelled",
    ] {
      #expect(header.split(separator: "void (*\(member))(").count == 2, "\(member)")
    }
  }

  @Test("a list of optionals and an optional list have different names")
  func optionals() throws {
    let (header, _) = try emit(
      calls: call(
        "both", request: #"{"kind": "array", "items": [{"kind": "nullable", "items": [\#(text)]}]}"#,
        response: #"{"kind": "nullable", "items": [{"kind": "array", "items": [\#(text)]}]}"#), types: "")
    #expect(header.contains("struct shop_text_or_null_array {\n  const hostcall_text *const *items;"))
    #expect(header.contains("const shop_text_array *const *response;"))
  }

  @Test("a struct that would contain itself contains a pointer")
  func recursion() throws {
    let (header, source) = try emit(
      calls: call("count", request: #"{"kind": "named", "name": "List"}"#, response: text),
      types: """
        {"name": "List", "type": {"kind": "enumeration", "cases": [{"name": "empty", "fields": []}, {"name": "node",
          "fields": [{"key": "rest", "isOptional": false, "type": {"kind": "named", "name": "List"}}]}]}}
        """)
    #expect(header.contains("  /* Not NULL. */\n  const shop_list *rest;"))
    #expect(source.contains(".kind = HOSTCALL_TYPED_BOX"))
  }

  @Test("a record with more fields than the runtime accepts is an item")
  func fields() throws {
    let fields = (0..<257).map { #"{"key": "f\#($0)", "isOptional": false, "type": \#(text)}"# }.joined(separator: ",")
    let (header, _) = try emit(
      calls: call("large", request: #"{"kind": "named", "name": "Large"}"#, response: text),
      types: #"{"name": "Large", "type": {"kind": "record", "fields": [\#(fields)]}}"#)
    #expect(header.contains("int32_t shop_large(hostcall_bridge bridge, hostcall_item request,"))
  }

  @Test("an enum whose raw values C cannot express is an item, and the smallest integer has no literal")
  func rawValues() throws {
    func type(_ name: String, _ value: String) -> String {
      """
      {"name": "\(name)", "type": {"kind": "rawEnumeration", "name": "int",
        "cases": [{"name": "one", "rawValue": "\(value)"}]}}
      """
    }
    let (header, source) = try emit(
      calls: call(
        "turn", request: #"{"kind": "named", "name": "Wide"}"#, response: #"{"kind": "named", "name": "Low"}"#),
      types: type("Wide", "18446744073709551615") + "," + type("Low", "-9223372036854775808"))
    #expect(header.contains("hostcall_item request") && header.contains("SHOP_LOW_ONE = 1"))
    #expect(source.contains(".integer = INT64_MIN"))
  }

  @Test("raw memory in another byte order is refused")
  func byteOrder() throws {
    let part = """
      {"encoding": "raw", "rule": "r", "type": {"kind": "raw", "size": 4, "byteOrder": "big",
        "fields": [{"key": "", "isOptional": false, "offset": 0, "type": {"kind": "rawNumber", "name": "UInt32"}}]}}
      """
    #expect(throws: GeneratorError("tick has a raw value whose bytes are big-endian")) {
      try emit(
        calls: #"{"name": "tick", "direction": "toCore", "request": \#(part), "response": \#(part)}"#, types: "")
    }
  }

  @Test("a number of 16 bits in floating point crosses as its bits")
  func half() throws {
    let part = """
      {"encoding": "raw", "rule": "r", "type": {"kind": "raw", "size": 2, "byteOrder": "little",
        "fields": [{"key": "", "isOptional": false, "offset": 0, "type": {"kind": "rawNumber", "name": "Float16"}}]}}
      """
    let (header, source) = try emit(
      calls: #"{"name": "dim", "direction": "toCore", "request": \#(part), "response": \#(part)}"#, types: "")
    #expect(header.contains("int32_t shop_dim(hostcall_bridge bridge, uint16_t request,"))
    #expect(source.contains(".raw_size = 2"))
  }

  @Test("documentation cannot end a comment or continue a line")
  func comments() throws {
    let (header, _) = try emit(
      calls: #"{"name": "poke", "direction": "toCore", "documentation": "Ends */ here \\\nand /* begins."}"#, types: "")
    #expect(header.contains("Ends * / here / and / * begins."))
    let (other, _) = try emit(
      calls: #"{"name": "poke", "direction": "toCore", "documentation": "Ends *\\ here and \\* begins."}"#, types: "")
    #expect(other.contains("Ends * / here and / * begins."))
  }

  /// Returns what the compiler says about types, of which there is one call each.
  private func messages(_ types: [(name: String, type: String)], standard: String) throws -> String {
    let (header, source) = try emit(
      calls: types.enumerated().map { index, one in
        call("call\(index)", request: #"{"kind": "named", "name": "\#(one.name)"}"#, response: text)
      }.joined(separator: ","),
      types: types.map { #"{"name": "\#($0.name)", "type": \#($0.type)}"# }.joined(separator: ","))
    return try CCompiler.check(source, header: ("shop_host.h", header), standard: standard)
  }

  private func record(_ keys: String...) -> String {
    let fields = keys.map { #"{"key": "\#($0)", "isOptional": false, "type": \#(text)}"# }.joined(separator: ",")
    return #"{"kind": "record", "fields": [\#(fields)]}"#
  }

  private func rawValues(_ cases: (name: String, value: String)...) -> String {
    let cases = cases.map { #"{"name": "\#($0.name)", "rawValue": "\#($0.value)"}"# }.joined(separator: ",")
    return #"{"kind": "rawEnumeration", "name": "tstr", "cases": [\#(cases)]}"#
  }

  private func enumeration(_ cases: String...) -> String {
    let field = #"{"key": "_0", "isOptional": false, "type": \#(text)}"#
    let all = cases.map { #"{"name": "\#($0)", "fields": [\#($0 == "none" ? "" : field)]}"# }
    return #"{"kind": "enumeration", "cases": [\#(all.joined(separator: ","))]}"#
  }

  @Test("names of cases are those of nothing else", arguments: ["c11", "gnu11"])
  func caseNames(standard: String) throws {
    let cases = enumeration("none", "type", "fields", "cases", "kind", "default", "defaultType", "mimeType", "mime")
    // The description of a case, which a type may have the name of; and enumerators of two types, and the guard.
    let types: [(name: String, type: String)] = [
      ("Filter", cases), ("FilterMimeFields", record("a")), ("Host", rawValues(("h", "h"))),
      ("Color", rawValues(("redDark", "a"), ("light", "b"))), ("ColorRed", rawValues(("dark", "c"))),
      ("Shade", enumeration("redLight", "none")), ("ShadeRed", enumeration("light")),
    ]
    #expect(try messages(types, standard: standard) == "")
    // A request that has the name of its call.
    let (header, source) = try emit(
      calls: [
        call("paint", request: #"{"kind": "named", "name": "Paint"}"#, response: text),
        call(
          "mix", request: #"{"kind": "named", "name": "PaintRequest"}"#,
          response: #"{"kind": "named", "name": "PaintRequestType"}"#),
      ].joined(separator: ","),
      types: #"""
        {"name": "PaintRequest", "type": \#(rawValues(("typeRed", "a")))},
        {"name": "PaintRequestType", "type": \#(rawValues(("red", "a")))},
        {"name": "Paint", "type": \#(rawValues(("typeRed", "a"), ("blue", "b")))}
        """#)
    #expect(try CCompiler.check(source, header: ("shop_host.h", header), standard: standard) == "")
  }

  @Test("no key or raw value is a keyword or a trigraph", arguments: ["c11", "gnu11"])
  func keywords(standard: String) throws {
    let words = record("typeof", "typeofUnqual", "contractAssert", "int", "a??)", "???/", "/*")
    #expect(try messages([("Words", words), ("Marks", rawValues(("one", "??/")))], standard: standard) == "")
  }
}
