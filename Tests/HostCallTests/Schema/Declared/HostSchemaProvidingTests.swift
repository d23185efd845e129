// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Testing

/// A call for the schema of its response.
private struct Ask<Response: Codable & Sendable>: HostCallable {
  static var wireName: String { "ask" }
}

private func schema<Value: Codable & Sendable>(of type: Value.Type) -> HostCallSchema {
  HostCallSchema(Ask<Value>.self)
}

private func expectSame<One: Codable & Sendable, Other: Codable & Sendable>(
  _ probed: One.Type, _ declared: Other.Type, sourceLocation: SourceLocation = #_sourceLocation
) {
  let (probed, declared) = (schema(of: probed), schema(of: declared))
  #expect(declared.gaps.isEmpty, sourceLocation: sourceLocation)
  #expect(probed.outline == declared.outline, sourceLocation: sourceLocation)
  #expect(probed.cddl == declared.cddl, sourceLocation: sourceLocation)
  #expect(probed.fingerprint == declared.fingerprint, sourceLocation: sourceLocation)
}

@Suite("Declared schemas", .timeLimit(.minutes(1)))
struct HostSchemaProvidingTests {
  @Test("a declared schema is the one that probing finds")
  func same() {
    expectSame(Undeclared.Address.self, Declared.Address.self)
    expectSame(Undeclared.Color.self, Declared.Color.self)
    expectSame(Undeclared.Level.self, Declared.Level.self)
    expectSame(Undeclared.Only.self, Declared.Only.self)
    expectSame(Undeclared.Everything.self, Declared.Everything.self)
    expectSame(Undeclared.Renamed.self, Declared.Renamed.self)
    expectSame(Undeclared.Numbered.self, Declared.Numbered.self)
    expectSame(Undeclared.Single.self, Declared.Single.self)
    expectSame(Undeclared.Wide.self, Declared.Wide.self)
    expectSame([Undeclared.Address?].self, [Declared.Address?].self)
    expectSame([String: Undeclared.Color].self, [String: Declared.Color].self)
  }

  @Test("declared types may contain themselves")
  func recursive() {
    expectSame(Undeclared.Node.self, Declared.Node.self)
    expectSame(Undeclared.Left.self, Declared.Left.self)
    expectSame(Undeclared.Right.self, Declared.Right.self)
    expectSame(Undeclared.Expression.self, Declared.Expression.self)
  }

  @Test("generic types declare their schemas with those of their arguments")
  func generic() {
    expectSame(Undeclared.Page<Undeclared.Address>.self, Declared.Page<Declared.Address>.self)
    expectSame(Undeclared.Page<Undeclared.Page<Int>>.self, Declared.Page<Declared.Page<Int>>.self)
    // The argument is only Codable, and is probed.
    expectSame(Undeclared.Page<Undeclared.Color>.self, Declared.Page<Undeclared.Color>.self)
  }

  /// Types that are only Codable, around declared ones.
  private enum Around {
    struct Record<Color: Codable & Sendable, Address: Codable & Sendable, Tree: Codable & Sendable>: Codable, Sendable {
      var color: Color
      var address: Address
      var list: [Address]
      var tree: Tree
    }

    /// A map whose members depend on an enum.
    struct Tagged<Color: RawRepresentable & Codable & Sendable, Address: Codable & Sendable>: Codable, Sendable
    where Color.RawValue == String {
      enum Keys: CodingKey { case color, name, address }

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        switch try container.decode(Color.self, forKey: .color).rawValue {
        case "red": _ = try container.decode(String.self, forKey: .name)
        default: _ = try container.decode(Address.self, forKey: .address)
        }
      }

      func encode(to encoder: any Encoder) throws {}
    }
  }

  @Test("a type that is probed may contain declared types, and branch on their values")
  func mixed() {
    expectSame(
      Around.Record<Undeclared.Color, Undeclared.Address, Undeclared.Expression>.self,
      Around.Record<Declared.Color, Declared.Address, Declared.Expression>.self)
    expectSame(
      Around.Tagged<Undeclared.Color, Undeclared.Address>.self, Around.Tagged<Declared.Color, Declared.Address>.self)
  }

  /// A declared type that must not be decoded.
  private struct Untouched: Codable, Sendable, HostSchemaProviding {
    static var hostSchema: HostTypeSchema { .record([HostFieldSchema("next", Untouched.self, isOptional: true)]) }
    init(from decoder: any Decoder) throws { Issue.record("a declared type was decoded") }
    func encode(to encoder: any Encoder) throws {}
  }

  private struct AroundUntouched: Codable, Sendable {
    var list: [Untouched]
    var optional: Untouched?
    var texts: [String: Untouched]
  }

  @Test("nothing of a declared type is run, even inside a type that is probed, unless that requires a value")
  func untouched() {
    #expect(schema(of: Untouched.self).outline.hasSuffix("response.next?: as response\n"))
    let gaps = schema(of: [Untouched?].self).gaps
    #expect(gaps.isEmpty)
    #expect(schema(of: AroundUntouched.self).gaps.isEmpty)
  }

  private struct Loop: Codable, Sendable, HostSchemaProviding {
    static var hostSchema: HostTypeSchema { .record([HostFieldSchema("loop", Loop.self)]) }
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while true { _ = try container.decode(Int.self) }
    }
    func encode(to encoder: any Encoder) throws {}
  }

  private struct AroundLoop: Codable, Sendable { var loop: Loop }

  @Test("a declared type that cannot be decoded keeps its schema, and a type around it names it as a gap")
  func stuck() {
    #expect(schema(of: Loop.self).outline.hasSuffix("response.loop: as response\n"))
    let around = schema(of: AroundLoop.self)
    #expect(around.gaps.count == 1 && around.gaps.first?.hasPrefix("Loop ") == true, "\(around.gaps)")
  }

  @Test("documentation does not change a schema")
  func documentation() {
    // `Address` and `Level` have documentation, and their twins have none.
    expectSame(Undeclared.Address.self, Declared.Address.self)
    expectSame([Undeclared.Level].self, [Declared.Level].self)
  }
}

// MARK: - Wrong declarations

/// A type whose declaration is wrong in one way.
private struct Wrong<Way: WrongWay>: Codable, Sendable, HostSchemaProviding {
  static var hostSchema: HostTypeSchema { Way.schema }
}

private protocol WrongWay: Sendable {
  static var schema: HostTypeSchema { get }
}

private enum TwoFields: WrongWay {
  static var schema: HostTypeSchema { .record([HostFieldSchema("a", Int.self), HostFieldSchema("a", Bool.self)]) }
}

private enum TwoCases: WrongWay {
  static var schema: HostTypeSchema { .cases([HostCaseSchema("a"), HostCaseSchema("a")]) }
}

private enum NoCases: WrongWay {
  static var schema: HostTypeSchema { .cases([]) }
}

private enum NoRawValues: WrongWay {
  static var schema: HostTypeSchema { .rawValues(Int.self, []) }
}

private enum TextForNumber: WrongWay {
  static var schema: HostTypeSchema { .rawValues(UInt8.self, [HostRawCaseSchema("a", rawValue: "300")]) }
}

private enum TwoRawValues: WrongWay {
  static var schema: HostTypeSchema {
    .rawValues(Int.self, [HostRawCaseSchema("a", rawValue: "1"), HostRawCaseSchema("b", rawValue: "+1")])
  }
}

private enum TooMany: WrongWay {
  static var schema: HostTypeSchema { .record((0..<5000).map { HostFieldSchema("f\($0)", Int.self) }) }
}

/// Declares an enum, and is a struct.
private enum NoEnum: WrongWay {
  static var schema: HostTypeSchema { .rawValues(String.self, [HostRawCaseSchema("a", rawValue: "\"\n")]) }
}

/// A generic type that contains itself with other arguments, so that there is no end of types.
private struct Endless<Content: Codable & Sendable>: Codable, Sendable, HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .record([HostFieldSchema("next", Endless<[Content]>.self, isOptional: true)])
  }
}

@Suite("Wrong declarations", .timeLimit(.minutes(1)))
struct WrongDeclarationTests {
  private struct Around<Way: WrongWay>: Codable, Sendable {
    var wrong: Wrong<Way>
  }

  private func gaps<Way: WrongWay>(_ way: Way.Type) -> [String] {
    // A type that is probed may contain a wrong one.
    _ = schema(of: Around<Way>.self).cddl
    return schema(of: Wrong<Way>.self).gaps
  }

  @Test("a declaration that contradicts itself is a gap with the reason")
  func gaps() {
    #expect(gaps(TwoFields.self) == [#"Wrong<TwoFields> declares the field "a" twice"#])
    #expect(gaps(TwoCases.self) == [#"Wrong<TwoCases> declares the case "a" twice"#])
    #expect(gaps(NoCases.self) == ["Wrong<NoCases> declares no cases"])
    #expect(gaps(NoRawValues.self) == ["Wrong<NoRawValues> declares no cases"])
    #expect(
      gaps(TextForNumber.self) == [#"Wrong<TextForNumber> declares "300" for its case a; expected a value of UInt8"#])
    #expect(gaps(TwoRawValues.self) == [#"Wrong<TwoRawValues> declares the raw value "1" twice"#])
    #expect(gaps(TooMany.self) == ["Wrong<TooMany> declares more than 4096 fields"])
    #expect(schema(of: Endless<Int>.self).gaps.first?.contains("consists of more than 1000 types") == true)
  }

  @Test("a declaration that does not match the type describes what it states")
  func unlike() {
    #expect(schema(of: Wrong<NoEnum>.self).outline.hasSuffix(#"response: "\"\u000a""# + "\n"))
    #expect(schema(of: Around<NoEnum>.self).gaps.isEmpty)
  }
}
