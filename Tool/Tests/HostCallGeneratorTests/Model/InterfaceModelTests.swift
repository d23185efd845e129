// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import HostCallGenerator
import Testing

@Suite("InterfaceModel")
struct InterfaceModelTests {
  private func field(_ model: InterfaceModel, _ type: String, _ key: String) throws -> InterfaceField {
    guard case .record(let fields) = try #require(model.type(named: type)).content else { throw Missing() }
    return try #require(fields.first { $0.key == key })
  }

  private struct Missing: Error {}

  @Test("calls, streams and functions in bytes are listed by direction")
  func calls() throws {
    let model = try Descriptors.everyType()
    #expect(model.name == "every_type")
    #expect(model.openFunction == "every_type_open")
    #expect(
      model.callsToHost.map(\.name) == [
        "echo", "fetch_profile", "keys", "locate", "plain_bytes", "read_clock", "rename", "shutdown", "tree",
      ])
    #expect(model.callsToCore.map(\.name) == ["bytes", "class", "search"])
    #expect(model.streamsToHost.map(\.name) == ["watch_balance"])
    #expect(model.streamsToCore.map(\.name) == ["ticks"])
    #expect(model.callsToHost[4].schema == nil)
    let fetch = model.callsToHost[1]
    #expect(fetch.typeName == "FetchProfile" && fetch.isIdempotent && !fetch.isStream)
    #expect(fetch.documentation == "Fetches a profile.\nIn two lines.")
    let schema = try #require(fetch.schema)
    #expect(schema.fingerprint == 0xd9cf_d868_ed9e_eac0)
    #expect(schema.response.type == .named("Profile") && !schema.response.isRaw)
    #expect(schema.failure?.type == .named("ProfileFailure"))
    #expect(model.parameters(of: schema.request)?.map(\.key) == ["userID", "fields"])
    #expect(model.limits?.nestingDepth == 128)
  }

  @Test("events are listed by direction, with their payloads and policies")
  func events() throws {
    let model = try Descriptors.everyType()
    #expect(model.eventsToHost.map(\.name) == ["peer_left", "theme_changed"])
    #expect(model.eventsToCore.map(\.name) == ["battery_changed"])
    let theme = model.eventsToHost[1]
    #expect(theme.policy == .dropNewest && theme.documentation == "The user has chosen another theme.")
    #expect(model.parameters(of: theme.payload)?.map(\.key) == ["isDark", "accent"])
    #expect(model.eventsToHost[0].policy == .dropOldest && model.isEmpty(model.eventsToHost[0].payload))
  }

  @Test("a type that a descriptor only describes, or that it lacks, is any value, with the reason")
  func anyValues() throws {
    let model = try Descriptors.everyType()
    #expect(try field(model, "Everything", "port").type == .any(reason: "in CDDL: 1..65535"))
    #expect(try field(model, "Everything", "email").type == .text)
    #expect(
      try field(model, "Everything", "later").type == .any(reason: "a type of the unknown kind hologram"))
    #expect(
      try field(model, "Everything", "missing").type == .any(reason: "the type Nowhere, which the descriptor lacks"))
    #expect(
      try field(model, "Everything", "gap").type == .any(reason: "its init(from:) rejects every made-up value"))
  }

  @Test("a field may be missing, or be null, or both")
  func optionals() throws {
    let model = try Descriptors.everyType()
    let null = try field(model, "Everything", "null")
    #expect(null.type == .optional(.signed(bits: 64)) && !null.mayBeMissing && null.isOptional)
    let avatar = try field(model, "Profile", "avatar")
    #expect(avatar.type == .optional(.bytes) && avatar.mayBeMissing && avatar.type.unwrapped == .bytes)
  }

  @Test("raw parts are numbers, or structs that are named after their calls")
  func raw() throws {
    let model = try Descriptors.everyType()
    let locate = try #require(model.callsToHost[3].schema)
    #expect(locate.request.type == .named("Locate") && locate.request.isRaw && locate.request.isLittleEndian)
    #expect(locate.response.type == .float(bits: 64) && locate.response.isRaw)
    guard case .raw(let raw) = try #require(model.type(named: "Locate")).content else { throw Missing() }
    #expect(raw.size == 24 && raw.isLittleEndian)
    #expect(raw.fields[0].path == ["position", "x"] && raw.fields[0].number == .float(bits: 64))
    #expect(raw.fields[4].count == 2 && raw.fields[4].number == .unsigned(bits: 8) && raw.fields[4].offset == 21)
  }

  @Test(
    "raw memory whose numbers are not within it is an unknown layout",
    arguments: [
      (0, 0), (-1, 0), (7, 0), (8, 1), (8, -1), (24, 17), (24, .max), (.min, 0), (.max, .max), (.max, .min),
    ])
  func rawOffsets(_ size: Int, _ offset: Int) throws {
    var descriptor = try Descriptors.named("every_type")
    let index = try #require(descriptor.calls.firstIndex { $0.name == "locate" })
    #expect(descriptor.calls[index].request?.type?.fields?[0].type.name == "Double")
    descriptor.calls[index].request?.type?.fields?.removeSubrange(1...)
    descriptor.calls[index].request?.type?.size = size
    descriptor.calls[index].request?.type?.fields?[0].offset = offset
    let model = try InterfaceModel(descriptor)
    let locate = try #require(model.callsToHost[3].schema)
    #expect(model.resolved(locate.request.type) == .any(reason: "raw memory of an unknown layout"))
    descriptor.calls[index].request?.type?.size = 24
    descriptor.calls[index].request?.type?.fields?[0].offset = 16
    #expect(try InterfaceModel(descriptor).type(named: "Locate")?.content != model.type(named: "Locate")?.content)
  }

  @Test("types without a name in Swift are named after where they occur")
  func inline() throws {
    let model = try Descriptors.everyType()
    #expect(try field(model, "Everything", "inline").type == .named("EverythingInline"))
    #expect(try field(model, "EverythingInline", "inner").type == .array(.named("EverythingInlineInner")))
    #expect(model.type(named: "EverythingInlineInner")?.documentation == "The values of `Everything.inline.inner`.")
    #expect(model.type(named: "Locate")?.documentation == "The values of `locate.request`.")
    #expect(model.type(named: "Everything")?.documentation == nil)
  }

  @Test("a type without a name is described by the case, the element or the key in which it occurs")
  func places() throws {
    func type(_ json: String) throws -> HostCallDescriptor.ValueType {
      try JSONDecoder().decode(HostCallDescriptor.ValueType.self, from: Data(json.utf8))
    }
    let one = #"{"kind": "rawEnumeration", "name": "tstr", "cases": [{"rawValue": "a"}]}"#
    let two = #""items": [\#(one), \#(one)]"#
    var descriptor = try Descriptors.named("every_type")
    let index = try #require(descriptor.types?.firstIndex { $0.name == "ProfileFailure" })
    descriptor.types?[index].type.cases?[0].fields?[0].type = try type(one)
    descriptor.types?[index].type.cases?[2].fields?[0].type = try type(#"{"kind": "tuple", \#(two)}"#)
    descriptor.types?[index].type.cases?[2].fields?[1].type = try type(#"{"kind": "pairs", \#(two)}"#)
    let model = try InterfaceModel(descriptor)
    let places = [
      "ProfileFailureNotFoundUserID": "notFound.userID", "ProfileFailureOther01": "other._0[0]",
      "ProfileFailureOther02": "other._0[1]", "ProfileFailureOther1Key": "other._1.key",
      "ProfileFailureOther1": "other._1",
    ]
    for (name, place) in places {
      #expect(model.type(named: name)?.documentation == "The values of `ProfileFailure.\(place)`.")
    }
  }

  @Test("a type comes after those that it consists of, unless they consist of each other")
  func order() throws {
    let names = try Descriptors.everyType().types.map(\.name)
    #expect(Set(names).count == names.count)
    for (earlier, later) in [("Color", "Profile"), ("Set", "FetchProfile"), ("Shape", "Everything")] {
      #expect(try #require(names.firstIndex(of: earlier)) < #require(names.firstIndex(of: later)))
    }
  }

  @Test("types that contain themselves are told apart from those that do so in arrays only")
  func recursion() throws {
    let model = try Descriptors.everyType()
    #expect(model.isRecursive("Profile") && model.isRecursive("Profile", directly: true))
    #expect(model.isRecursive("Shape") && model.isRecursive("Shape", directly: true))
    #expect(!model.isRecursive("Everything") && !model.isRecursive("Color"))
    #expect(
      model.type(named: "Tree")?.content
        == .alias(.any(reason: "a type that consists of itself without a name for its parts")))
  }

  @Test(
    "an enumeration whose raw values are not numbers of its type is any value",
    arguments: [
      ("int", "1; import os"), ("int", "01"), ("int", ""), ("int", "1.5"), ("float", "inf"), ("float", "x"),
      ("bool", "1"),
    ])
  func rawValues(_ value: String, _ rawValue: String) throws {
    var descriptor = try Descriptors.named("every_type")
    let index = try #require(descriptor.types?.firstIndex { $0.name == "Level" })
    descriptor.types?[index].type.name = value
    descriptor.types?[index].type.cases?[0].rawValue = rawValue
    let model = try InterfaceModel(descriptor)
    guard case .any = model.resolved(.named("Level")) else {
      Issue.record("\(String(describing: model.type(named: "Level")))")
      return
    }
  }

  @Test("a descriptor without types, without a name or with a call twice is refused")
  func refusals() throws {
    var descriptor = try Descriptors.named("every_type")
    #expect(try InterfaceModel(descriptor, name: "Other Name").name == "other_name")
    descriptor.openFunction = nil
    let reason = "the interface has no name: state --name, or with --open its function that opens a bridge"
    #expect(throws: GeneratorError(reason)) {
      try InterfaceModel(descriptor)
    }
    descriptor.calls.append(descriptor.calls[0])
    #expect(throws: GeneratorError("the descriptor lists \"echo\" twice")) { try InterfaceModel(descriptor, name: "a") }
    descriptor.minorVersion = nil
    #expect(throws: GeneratorError("the core is too old: its descriptor does not describe types as data")) {
      try InterfaceModel(descriptor, name: "a")
    }
    descriptor.version = 2
    #expect(throws: GeneratorError("the descriptor has version 2; expected 1")) {
      try InterfaceModel(descriptor, name: "a")
    }
  }
}
