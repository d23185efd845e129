// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("What @HostCodable refuses")
struct HostCodableRefusalTests {
  @Test(
    "a type that Codable codes in another way is refused at the place that makes it so",
    arguments: [
      Refused("«@HostCodable final class T: Codable { var a: Int }", "for structs and enums"),
      Refused("«@HostCodable class T: Base, Codable {}", "for structs and enums"),
      Refused("«@HostCodable actor T {}", "for structs and enums"),
      Refused(
        "@HostCodable struct T: Codable {\n  var a: Int\n  func «encode(to encoder: any Encoder) throws {}\n}",
        "encodes itself"),
      Refused(
        "@HostCodable struct T: Codable {\n  var a: Int\n  «init(from decoder: any Decoder) throws { a = 1 }\n}",
        "decodes itself"),
      Refused("@HostCodable struct T: Codable { «@Percent var a: Int }", "property wrapper"),
      Refused("@HostCodable struct T: Codable { «@Lib.Percent(5) var a: Int }", "property wrapper"),
      Refused("@HostCodable struct T: «RawRepresentable, Codable { var rawValue: Int }", "raw value"),
      Refused("@HostCodable struct T: «OptionSet, Codable { let rawValue: Int }", "raw value"),
      Refused("enum Outer { @HostCodable «private struct T: Codable { var a: Int } }", "use fileprivate"),
    ])
  func otherwise(_ refused: Refused) { expectRefused(refused) }

  @Test(
    "a property whose type or presence is not written is refused",
    arguments: [
      Refused("@HostCodable struct T: Codable { var «x = 0 }", "cannot see the type of 'x'"),
      Refused("@HostCodable struct T: Codable { let «x = make() }", "cannot see the type of 'x'"),
      Refused("@HostCodable struct T: Codable { var «x = 1, y: Int }", "cannot see the type of 'x'"),
      Refused("@HostCodable struct T: Codable { var «(x, y): (Int, Int) }", "one name for each property"),
      Refused("@HostCodable struct T: Codable {\n  «#if os(Linux)\n  var x: Int\n  #endif\n}", "move the condition"),
    ])
  func unseen(_ refused: Refused) { expectRefused(refused) }

  @Test(
    "coding keys that a macro cannot read are refused",
    arguments: [
      Refused("@HostCodable struct T: Codable { var x: Int; typealias «CodingKeys = Other }", "to be an enum"),
      Refused("@HostCodable struct T: Codable { var x: Int; struct «CodingKeys: CodingKey {} }", "to be an enum"),
      Refused(
        "@HostCodable struct T: Codable { var x: Int; enum CodingKeys: CodingKey { case x; «var stringValue: String { \"\" } } }",
        "declare only cases"),
    ])
  func keys(_ refused: Refused) { expectRefused(refused) }

  @Test(
    "an enum whose form cannot be known is refused",
    arguments: [
      Refused("@HostCodable enum «T: Codable {}", "to have cases"),
      Refused("@HostCodable enum T: «Code, Codable { case a = 1 }", "what 'Code' is"),
      Refused("@HostCodable enum T: «Named, Codable { case a, b }", "a protocol or a raw type"),
      Refused("@HostCodable enum T: «Double, Codable { case a = 1.5 }", "what 'Double' is"),
      Refused("@HostCodable enum T: Codable { case a(x: Int), «a(y: Int) }", "different names"),
      Refused("@HostCodable enum T { case a(_1: Int, «Int) }", "two with the name '_1'"),
      Refused(
        "@HostCodable enum T: Codable { case a, «b; enum CodingKeys: CodingKey { case a } }", "not in CodingKeys"),
      Refused(
        "@HostCodable enum T: Codable { case a(x: Int, «y: Int = 1); enum ACodingKeys: CodingKey { case x } }",
        "not among the case's coding keys"),
      Refused(
        "@HostCodable enum T: Codable {\n  case a\n  «#if os(Linux)\n  case b\n  #endif\n}", "move the condition"),
    ])
  func enums(_ refused: Refused) { expectRefused(refused) }

  @Test("a type with 256 fields is accepted, and one with 257 refused")
  func tooMany() {
    func type(_ count: Int) -> String {
      "{\n" + (0..<count).map { "var f\($0): Int\n" }.joined() + "}"
    }
    #expect(Expansion(of: "@HostCodable struct T: Codable " + type(256)).diagnostics.isEmpty)
    expectRefused(Refused("@HostCodable struct «T: Codable " + type(257), "up to 256 fields, not 257"))
  }

  @Test("an enum with 256 cases, or 256 values of a case, is accepted, and one with 257 refused")
  func tooManyCases() {
    func cases(_ count: Int) -> String { "{\n" + (0..<count).map { "case c\($0)\n" }.joined() + "}" }
    func values(_ count: Int) -> String { "(" + (0..<count).map { "v\($0): Int" }.joined(separator: ", ") + ") }" }
    #expect(Expansion(of: "@HostCodable enum T: Codable " + cases(256)).diagnostics.isEmpty)
    expectRefused(Refused("@HostCodable enum «T: Codable " + cases(257), "up to 256 cases, not 257"))
    #expect(Expansion(of: "@HostCodable enum T: Codable { case a" + values(256)).diagnostics.isEmpty)
    expectRefused(
      Refused("@HostCodable enum T: Codable { case «a" + values(257), "up to 256 associated values of a case, not 257"))
  }
}
