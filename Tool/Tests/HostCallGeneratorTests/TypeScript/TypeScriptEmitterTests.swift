// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallGenerator
import Testing

@Suite("TypeScriptEmitter")
struct TypeScriptEmitterTests {
  /// A model without calls, to which tests add.
  private static func model() throws -> InterfaceModel {
    var model = try InterfaceModel(Descriptors.named("profile_core"))
    (model.callsToHost, model.callsToCore, model.streamsToCore) = ([], [], [])
    model.types = []
    return model
  }

  private static func part(_ type: InterfaceType, isRaw: Bool = false) -> InterfacePart {
    InterfacePart(type: type, isRaw: isRaw, isLittleEndian: true)
  }

  private static func call(_ name: String, _ request: InterfaceType, _ response: InterfaceType) -> InterfaceCall {
    InterfaceCall(
      name: name, typeName: "", isStream: false, isIdempotent: false, documentation: nil,
      schema: InterfaceCall.Schema(fingerprint: 7, request: part(request), response: part(response), failure: nil))
  }

  private static func field(_ key: String, _ type: InterfaceType = .bool) -> InterfaceField {
    InterfaceField(key: key, type: type, mayBeMissing: false, documentation: nil)
  }

  /// Returns what is written for one named type, which a call of the core requests.
  private static func text(_ content: InterfaceNamedType.Content, documentation: String? = nil) throws -> String {
    var model = try model()
    model.types = [InterfaceNamedType(name: "One", content: content, documentation: documentation)]
    model.callsToCore = [call("pass", .named("One"), .named("One"))]
    return try #require(TypeScriptEmitter().files(for: model).first).text
  }

  @Test("keys are properties, except those that JavaScript does not store, and a value without a label")
  func properties() throws {
    let record = try Self.text(.record([Self.field("__proto__"), Self.field("proto"), Self.field("a-b")]))
    #expect(record.contains("  proto_: boolean;\n  proto: boolean;\n  \"a-b\": boolean;\n"))
    #expect(record.contains("  proto_: codec.keyed(\"__proto__\", codec.bool),\n  proto: codec.bool,\n"))
    let one = InterfaceCase(name: "one", fields: [Self.field("_0")], documentation: nil)
    let two = InterfaceCase(name: "two", fields: [Self.field("_0"), Self.field("_1")], documentation: nil)
    let cases = try Self.text(.enumeration([one, two]))
    #expect(cases.contains("    kind: \"one\";\n    value: boolean;\n"))
    #expect(cases.contains("    kind: \"two\";\n    _0: boolean;\n    _1: boolean;\n"))
    #expect(cases.contains("    value: codec.keyed(\"_0\", codec.bool),\n"))
  }

  @Test("the name of a case is in a property that no case has")
  func tag() throws {
    let one = InterfaceCase(name: "one", fields: [Self.field("kind")], documentation: nil)
    let text = try Self.text(.enumeration([one]))
    #expect(text.contains("    kind_: \"one\";\n    kind: boolean;\n"))
    #expect(text.contains("codec.enumeration<\"kind_\", One>(\"One\", \"kind_\", {"))
  }

  @Test("integers that a number does not hold are bigints")
  func integers() throws {
    let cases = ["9007199254740991", "-9007199254740992"].map {
      RawValueEnumeration.Case(name: $0, rawValue: $0, documentation: nil)
    }
    let text = try Self.text(.rawValues(RawValueEnumeration(value: .integer, cases: cases)))
    #expect(text.contains("export type One = 9007199254740991 | -9007199254740992n;"))
    #expect(try Self.text(.record([Self.field("wide", .unsigned(bits: 64))])).contains("  wide: bigint;"))
    #expect(try Self.text(.record([Self.field("small", .unsigned(bits: 32))])).contains("  small: number;"))
  }

  @Test("functions named like members of the client have another name, and those without values no parameter")
  func methods() throws {
    var model = try Self.model()
    model.types = [InterfaceNamedType(name: "Empty", content: .record([]), documentation: nil)]
    model.callsToCore = ["close", "constructor", "delete", "open"].map {
      Self.call($0, .named("Empty"), .named("Empty"))
    }
    model.callsToHost = [Self.call("close", .named("Empty"), .text)]
    let text = try #require(TypeScriptEmitter().files(for: model).first).text
    for name in ["close_", "constructor_", "delete", "open_"] {
      #expect(text.contains("  \(name)(options?: CallOptions): Promise<void> {\n"), "\(name)")
    }
    #expect(text.contains("  close(context: CallContext): Awaitable<string>;\n"))
    #expect(text.contains("  request: codec.nothing,\n  response: codec.nothing,\n"))
    #expect(!text.contains("emptyCodec"), "a constant that nothing uses")
  }

  @Test("events have listeners or a method that emits them, and their policy")
  func events() throws {
    var model = try Self.model()
    let event = InterfaceEvent(
      name: "theme_changed", typeName: "", payload: Self.part(.text), policy: .dropNewest, documentation: nil)
    (model.eventsToHost, model.eventsToCore) = ([event], [event])
    let text = try #require(TypeScriptEmitter().files(for: model).first).text
    #expect(
      text.contains("  onThemeChanged(listener: Listener<string>, options?: ListenerOptions): Subscription<string> {"))
    #expect(text.contains("  themeChanged(options?: ListenerOptions): Events<string> {"))
    #expect(text.contains("  emitThemeChanged(event: string): void {"))
    #expect(text.contains("  drops: \"newest\",\n"))
  }

  @Test("documentation does not end its comment, and imports are those that the code uses")
  func comments() throws {
    let text = try Self.text(.record([Self.field("a")]), documentation: "Ends */ here, and mentions Events.")
    #expect(text.contains("/** Ends *\\/ here, and mentions Events. */"))
    #expect(!text.contains("Events,") && text.contains("CallDefinition"))
  }
}
