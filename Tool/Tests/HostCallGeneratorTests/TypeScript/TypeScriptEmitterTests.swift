// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallGenerator
import HostCallTool
import Testing

@Suite("TypeScriptEmitter")
struct TypeScriptEmitterTests {
  /// Returns what is written for a descriptor in JSON.
  private static func text(_ calls: [String], types: [String], events: [String] = []) throws -> String {
    let descriptor = """
      {"version": 1, "minorVersion": 2, "cddl": "", "openFunction": "core_open", "calls": [\(calls.joined(separator: ","))],
      "types": [\(types.joined(separator: ","))], "events": [\(events.joined(separator: ","))]}
      """
    let model = try InterfaceModel(JSONDescriptor(text: descriptor).descriptor)
    return try #require(TypeScriptEmitter().files(for: model).first).text
  }

  /// Returns what is written for one named type, which a call of the core requests.
  private static func text(_ type: String, documentation: String = "") throws -> String {
    try text(
      [call("pass", "One")], types: [#"{"name": "One", "type": \#(type), "documentation": "\#(documentation)"}"#])
  }

  private static func call(_ name: String, _ type: String, direction: String = "toCore") -> String {
    let part = #"{"encoding": "cbor", "rule": "", "type": {"kind": "named", "name": "\#(type)"}}"#
    return #"{"name": "\#(name)", "direction": "\#(direction)", "request": \#(part), "response": \#(part)}"#
  }

  private static func field(_ key: String, _ type: String = "bool") -> String {
    #"{"key": "\#(key)", "isOptional": false, "type": {"kind": "builtIn", "name": "\#(type)"}}"#
  }

  private static func record(_ fields: String...) -> String {
    #"{"kind": "record", "fields": [\#(fields.joined(separator: ","))]}"#
  }

  private static func enumeration(_ cases: (String, [String])...) -> String {
    let cases = cases.map { #"{"name": "\#($0)", "fields": [\#($1.joined(separator: ","))]}"# }
    return #"{"kind": "enumeration", "cases": [\#(cases.joined(separator: ","))]}"#
  }

  @Test("keys are properties, except those that JavaScript does not store, and a value without a label")
  func properties() throws {
    let record = try Self.text(Self.record(Self.field("__proto__"), Self.field("proto"), Self.field("a-b")))
    #expect(record.contains("  proto_: boolean;\n  proto: boolean;\n  \"a-b\": boolean;\n"))
    #expect(record.contains("  proto_: codec.keyed(\"__proto__\", codec.bool),\n  proto: codec.bool,\n"))
    let cases = try Self.text(
      Self.enumeration(("one", [Self.field("_0")]), ("two", [Self.field("_0"), Self.field("_1")])))
    #expect(cases.contains("    kind: \"one\";\n    value: boolean;\n"))
    #expect(cases.contains("    kind: \"two\";\n    _0: boolean;\n    _1: boolean;\n"))
    #expect(cases.contains("    value: codec.keyed(\"_0\", codec.bool),\n"))
  }

  @Test("the name of a case is in a property that no case has")
  func tag() throws {
    let text = try Self.text(Self.enumeration(("one", [Self.field("kind")])))
    #expect(text.contains("    kind_: \"one\";\n    kind: boolean;\n"))
    #expect(text.contains("codec.enumeration<\"kind_\", One>(\"One\", \"kind_\", {"))
  }

  @Test("integers that a number does not hold are bigints")
  func integers() throws {
    let cases = ["9007199254740991", "-9007199254740992"].map { #"{"rawValue": "\#($0)"}"# }.joined(separator: ",")
    let text = try Self.text(#"{"kind": "rawEnumeration", "name": "int", "cases": [\#(cases)]}"#)
    #expect(text.contains("export type One = 9007199254740991 | -9007199254740992n;"))
    let least = try Self.text(#"{"kind": "rawEnumeration", "name": "int", "cases": [{"rawValue": "\#(Int.min)"}]}"#)
    #expect(least.contains("export type One = -9223372036854775808n;"))
    let record = try Self.text(Self.record(Self.field("wide", "uint"), Self.field("small", "uint32")))
    #expect(record.contains("  wide: bigint;\n  small: number;\n"))
  }

  @Test("the elements of an array are in parentheses if they are of several types")
  func arraysOfChoices() throws {
    let map = #"{"kind": "dictionary", "items": [{"kind": "builtIn", "name": "tstr"}]}"#
    let choice = #"{"kind": "choice", "items": [{"kind": "builtIn", "name": "int64"}, \#(map)]}"#
    let array = try Self.text(#"{"kind": "array", "items": [\#(choice)]}"#)
    #expect(array.contains("export type One = (bigint | Map<string, string>)[];"))
    let optional = #"{"kind": "array", "items": [{"kind": "nullable", "items": [\#(map)]}]}"#
    #expect(try Self.text(optional).contains("export type One = (Map<string, string> | null)[];"))
    let inner = #"{"kind": "dictionary", "items": [\#(choice)]}"#
    #expect(
      try Self.text(#"{"kind": "array", "items": [\#(inner)]}"#)
        .contains("export type One = Map<string, bigint | Map<string, string>>[];"))
  }

  @Test("functions named like members of the client have another name, and those without values no parameter")
  func methods() throws {
    let calls = ["close", "constructor", "delete", "open"].map { Self.call($0, "Empty") }
    let text = try Self.text(
      [Self.call("close", "Empty", direction: "toHost")] + calls,
      types: [#"{"name": "Empty", "type": \#(Self.record())}"#])
    for name in ["close_", "constructor_", "delete", "open_"] {
      #expect(text.contains("  \(name)(options?: CallOptions): Promise<void> {\n"), "\(name)")
    }
    #expect(text.contains("  close(context: CallContext): Awaitable<void>;\n"))
    #expect(text.contains("  request: codec.nothing,\n  response: codec.nothing,\n"))
    #expect(!text.contains("emptyCodec"), "a constant that nothing uses")
  }

  @Test("events have listeners or a method that emits them, and their policy")
  func events() throws {
    let payload = #"{"encoding": "cbor", "rule": "", "type": {"kind": "builtIn", "name": "tstr"}}"#
    let events = ["toHost", "toCore"].map {
      #"{"name": "theme_changed", "direction": "\#($0)", "policy": "dropNewest", "payload": \#(payload)}"#
    }
    let text = try Self.text([], types: [], events: events)
    #expect(
      text.contains("  onThemeChanged(listener: Listener<string>, options?: ListenerOptions): Subscription<string>"))
    #expect(text.contains("  themeChanged(options?: ListenerOptions): Events<string> {"))
    #expect(text.contains("  emitThemeChanged(event: string): void {"))
    #expect(text.contains("  drops: \"newest\",\n"))
  }

  @Test("documentation does not end its comment, and imports are those that the code uses")
  func comments() throws {
    let text = try Self.text(Self.record(Self.field("a")), documentation: "Ends */ here, and mentions Events.")
    #expect(text.contains("/** Ends *\\/ here, and mentions Events. */"))
    #expect(text.contains("import type {CallDefinition, CallOptions, OpenOptions} from \"hostcall\";"))
  }
}
