// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import HostCall

@Suite("Differences between two schemas")
struct SchemaDifferenceTests {
  private let core = HostCallSchema(FindUser.self).lines

  /// Returns how a host of `type` differs from the core's `FindUser`: from the outlines, and from the fingerprint
  /// alone.
  private func differences<C: HostCallable>(
    ofHost type: C.Type
  ) -> (known: [SchemaDifference], guessed: [SchemaDifference]?) {
    let host = HostCallSchema(type).lines
    return (
      SchemaDifference.all(host: host, core: core),
      FingerprintSearch.differences(host: SchemaFingerprint(rawValue: host.fingerprint), core: core)
    )
  }

  @Test("a field of another type is found, even from the fingerprint")
  func retyped() {
    let difference = SchemaDifference.content(place: "response.balance", host: "tstr", core: "int64")
    let found = differences(ofHost: FindUserAs<OtherUser.Retyped>.self)
    #expect(found.known == [difference])
    #expect(found.guessed == [difference])
    #expect(difference.text == "response.balance: the host has tstr, the core int64")
  }

  @Test("fields that the host does not know are found, and the fingerprint reveals a struct and a field")
  func added() throws {
    let found = differences(ofHost: FindUserAs<OtherUser.Older>.self)
    #expect(
      found.known == [
        .onlyCore(place: "response.avatar?", content: "bytes"),
        .onlyCore(place: "response.home.city", content: "tstr"),
        .onlyCore(place: "response.home.zip", content: "uint32"),
      ])
    #expect(
      Set(try #require(found.guessed)) == [
        .onlyCore(place: "response.avatar?", content: "bytes"), .onlyCore(place: "response.home", content: "2 fields"),
      ])
  }

  @Test("optionality is reported once for a whole struct")
  func optional() {
    let avatar = SchemaDifference.marks(host: "response.avatar", core: "response.avatar?")
    #expect(differences(ofHost: FindUserAs<OtherUser.Stricter>.self) == ([avatar], [avatar]))
    #expect(
      avatar.text
        == "the host has response.avatar, the core response.avatar? (? may be missing or null, ~ may be null)")
    let home = SchemaDifference.marks(host: "response.home?", core: "response.home")
    #expect(differences(ofHost: FindUserAs<OtherUser.Homeless>.self) == ([home], [home]))
  }

  @Test("a renamed field is found, but its old name is not in the fingerprint")
  func renamed() {
    let found = differences(ofHost: FindUserAs<OtherUser.Renamed>.self)
    #expect(
      found.known == [
        .onlyCore(place: "response.name", content: "tstr"), .onlyHost(place: "response.fullName", content: "tstr"),
      ])
    #expect(found.guessed == nil)
    let host = HostCallSchema(FindUserAs<OtherUser.Renamed>.self)
    #expect(
      SchemaDifference.unknown(SchemaFingerprint(rawValue: host.fingerprint), core: core)
        == "the response differs in a way that fingerprints do not identify; the core has response.avatar?: bytes, "
        + "response.balance: int64, response.home.city: tstr, response.home.zip: uint32, response.name: tstr")
  }

  @Test("two changes at once are found, even deep inside")
  func two() throws {
    let found = differences(ofHost: FindUserAs<OtherUser.Deeper>.self)
    #expect(
      found.known == [
        .onlyCore(place: "response.balance", content: "int64"),
        .content(place: "response.home.zip", host: "tstr", core: "uint32"),
        .onlyHost(place: "response.balance[]", content: "int64"),
      ])
    #expect(
      Set(try #require(found.guessed)) == [
        .content(place: "response.balance", host: "[] of int64", core: "int64"),
        .content(place: "response.home.zip", host: "tstr", core: "uint32"),
      ])
  }

  @Test("two fields of which one name is a prefix of the other are distinguished")
  func prefixes() {
    func outline(_ id: String, _ type: String) -> SchemaOutline {
      SchemaOutline(lines: [
        .init(place: "request.id", content: id), .init(place: "request.idType", content: type),
        .init(place: "response", content: "{}"),
      ])
    }
    let found = FingerprintSearch.differences(
      host: SchemaFingerprint(rawValue: outline("tstr", "uint").fingerprint), core: outline("uint", "tstr"))
    #expect(found?.count == 2)
  }

  @Test("a struct's only field is found if the host's struct has no field")
  func firstField() {
    let core = SchemaOutline(lines: [
      .init(place: "request.id", content: "uint"), .init(place: "response.name", content: "tstr"),
    ])
    let host = SchemaOutline(lines: [
      .init(place: "request.id", content: "uint"), .init(place: "response", content: "{}"),
    ])
    #expect(
      FingerprintSearch.differences(host: SchemaFingerprint(rawValue: host.fingerprint), core: core)
        == [.onlyCore(place: "response.name", content: "tstr")])
  }

  @Test("a number of another type is found in raw bytes")
  func raw() {
    let host = HostCallSchema(Measure<OtherReading>.self).lines
    let core = HostCallSchema(Measure<Reading>.self).lines
    let difference = SchemaDifference.content(place: "response.time", host: "Int64 at 8", core: "UInt64 at 8")
    #expect(SchemaDifference.all(host: host, core: core) == [difference])
    #expect(
      FingerprintSearch.differences(host: SchemaFingerprint(rawValue: host.fingerprint), core: core) == [difference])
  }

  @Test("no difference is invented for unrelated fingerprints")
  func unrelated() {
    var generator = SplitMix(for: "unrelated fingerprints")
    for _ in 0..<100 {
      let host = SchemaFingerprint(rawValue: generator.next())
      #expect(FingerprintSearch.differences(host: host, core: core) == nil)
      #expect(SchemaDifference.unknown(host, core: core).contains("differ"))
    }
  }

  @Test("of many differences, some are listed and the rest counted")
  func many() {
    let lines = (0..<100).map { SchemaOutline.Line(place: "response.f\($0)", content: "tstr") }
    let text = SchemaDifference.list(
      SchemaDifference.all(host: SchemaOutline(lines: []), core: SchemaOutline(lines: lines)))
    #expect(text.hasSuffix("; and 92 more"))
  }
}
