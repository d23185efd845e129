// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallGenerator
import HostCallTool
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("SchemaComparison")
struct SchemaComparisonTests {
  private typealias Pairs = SchemaChange.Pairs

  /// Compares what `hostcall schema check` says about a change of a type with what codecs and bridges do.
  ///
  /// - Parameters:
  ///   - old: Values of the old type; one at least of those that the new type refuses.
  ///   - new: Values of the new type; one at least of those that the old type refuses.
  ///   - place: The place of the change below the value, such as `.name`.
  private func expectAgreement<Old: Codable & Sendable, New: Codable & Sendable>(
    _ old: [Old], _ new: [New], at place: String, location: SourceLocation = #_sourceLocation
  ) async throws {
    let refusedByOld = try SchemaVersions.isRefused(new, as: Old.self)
    let refusedByNew = try SchemaVersions.isRefused(old, as: New.self)
    for exposed in [false, true] {
      let before = try await SchemaVersions.interface(of: Old.self, exposed: exposed)
      let after = try await SchemaVersions.interface(of: New.self, exposed: exposed)
      let changes = SchemaComparison.changes(from: before, to: after, isStrict: false)
      // The values travel to the core in a response to it and a request of the host, else to the host.
      func pairs(toCore: Bool) -> Pairs {
        var pairs: Pairs = []
        if refusedByOld { pairs.insert(toCore ? .oldCore : .oldHost) }
        if refusedByNew { pairs.insert(toCore ? .oldHost : .oldCore) }
        return pairs
      }
      var expected = [
        "call find": pairs(toCore: !exposed), "call save": pairs(toCore: exposed),
      ]
      if !exposed {
        expected["stream watch"] = pairs(toCore: true)
        expected["event moved"] = pairs(toCore: false)
      }
      let found = Dictionary(changes.map { ($0.subject, $0.breaks) }) { $0.union($1) }
      #expect(found == expected, "\(changes)", sourceLocation: location)
      #expect(changes.contains { $0.place?.hasSuffix(place) == true }, "\(changes)", sourceLocation: location)

      // Bridges that are strict refuse the other fingerprint of a call or a stream, in either pair.
      let strict = SchemaComparison.changes(from: before, to: after, isStrict: true)
      for subject in expected.keys where !subject.hasPrefix("event") {
        let pairs = strict.filter { $0.subject == subject }.reduce(into: Pairs()) { $0.formUnion($1.breaks) }
        #expect(pairs == [.oldHost, .oldCore], "\(strict)", sourceLocation: location)
      }
      #expect(strict.filter { $0.place != "fingerprint" } == changes, sourceLocation: location)
      for (old, new) in [(before, before), (after, after)] {
        #expect(SchemaComparison.changes(from: old, to: new, isStrict: true).isEmpty, sourceLocation: location)
      }
    }
    #expect(try await SchemaVersions.isRefused(host: Old.self, by: New.self), sourceLocation: location)
    #expect(try await SchemaVersions.isRefused(host: New.self, by: Old.self), sourceLocation: location)
  }

  private struct Named: Codable { var name: String }

  private struct Optionally: Codable {
    var name: String
    var age: Int?
  }

  private struct Required: Codable {
    var name: String
    var age: Int
  }

  private struct Renamed: Codable { var title: String }

  @Test("fields that are added, removed, renamed, or become required or optional")
  func fields() async throws {
    let named = [Named(name: "a")]
    let optionally = [Optionally(name: "a", age: 1), Optionally(name: "a", age: nil)]
    let required = [Required(name: "a", age: 1)]
    try await expectAgreement(named, optionally, at: ".age")
    try await expectAgreement(optionally, named, at: ".age")
    try await expectAgreement(named, required, at: ".age")
    try await expectAgreement(required, named, at: ".age")
    try await expectAgreement(optionally, required, at: ".age")
    try await expectAgreement(required, optionally, at: ".age")
    try await expectAgreement(named, [Renamed(title: "a")], at: ".title")
  }

  private struct Field<Value: Codable & Sendable>: Codable, Sendable { var value: Value }

  private enum Color: String, Codable { case red, green }
  private enum Wider: String, Codable { case red, green, blue }
  private enum Other: String, Codable { case red, green, violet }
  private enum Number: Int, Codable { case one = 1, many = 1000 }

  private enum Shape: Codable, Sendable { case dot, circle(radius: Double) }
  private enum MoreShapes: Codable, Sendable { case dot, circle(radius: Double), square(side: Double) }
  private enum NamedShape: Codable, Sendable { case dot, circle(radius: Double, name: String?) }
  private enum ExactShape: Codable, Sendable { case dot, circle(radius: String) }

  @Test("cases that are added, removed, renamed, or have other values")
  func cases() async throws {
    let shapes = [Shape.dot, .circle(radius: 1)]
    try await expectAgreement([Color.red, .green], [Wider.red, .blue], at: "value")
    try await expectAgreement([Wider.red, .blue], [Color.red, .green], at: "value")
    try await expectAgreement([Wider.blue], [Other.violet], at: "value")
    try await expectAgreement([Color.red, .green], ["red", "any"], at: "value")
    try await expectAgreement([Number.one, .many], [UInt8(1), 2], at: "value")
    try await expectAgreement([Number.one, .many], [Int16(1), 2], at: "value")
    try await expectAgreement(shapes, [MoreShapes.square(side: 1)], at: "/square")
    try await expectAgreement([MoreShapes.square(side: 1)], shapes, at: "/square")
    let named = [NamedShape.circle(radius: 1, name: "a"), .circle(radius: 1, name: nil)]
    try await expectAgreement(shapes, named, at: ".name")
    try await expectAgreement(shapes, [ExactShape.circle(radius: "1")], at: ".radius")
  }

  @Test("numbers that are widened, narrowed or of another kind")
  func numbers() async throws {
    try await expectAgreement([Int32(-1), .max], [Int64.max, .min], at: "value")
    try await expectAgreement([Int64.max], [Int32(-1)], at: "value")
    try await expectAgreement([UInt32.max], [Int32(-1)], at: "value")
    try await expectAgreement([UInt32.max], [Int64(-1)], at: "value")
    try await expectAgreement([UInt64.max], [Int64(-1)], at: "value")
    try await expectAgreement([Float(0.1)], [0.1, 1e300], at: "value")
    try await expectAgreement([Int32.max, .min], [1.5, 1], at: "value")
    try await expectAgreement([UInt32.max], [Float(1.5)], at: "value")
    try await expectAgreement([Int16.max, .min], [Float(1.5)], at: "value")
    try await expectAgreement([Int64.max], [1.5], at: "value")
    try await expectAgreement([Number.one, .many], [1.5], at: "value")
    try await expectAgreement([Int64(1)], ["1"], at: "value")
    try await expectAgreement([true], [1], at: "value")
  }

  @Test("tuples, choices, recursive types and fields that may be null")
  func shapes() async throws {
    typealias Tree = SchemaShapes.Tree
    typealias Tuple = SchemaShapes.Tuple
    typealias Either = SchemaShapes.Either
    let nullable = [SchemaShapes.Nullable(age: 1), SchemaShapes.Nullable(age: nil)]
    try await expectAgreement(nullable, [Age(age: 1)], at: ".age")
    try await expectAgreement(nullable, [PerhapsAge(age: nil), PerhapsAge(age: 1)], at: ".age")
    try await expectAgreement([Tuple(1, "a")], [Tuple(1, 1.5)], at: "[1]")
    try await expectAgreement([Tuple(Color.red, "a")], [Tuple(Wider.blue, "a")], at: "[0]")
    let tree = Tree(leaf: Color.red, children: [Tree(leaf: .green, children: [])])
    try await expectAgreement([tree], [Tree(leaf: Wider.red, children: [Tree(leaf: .blue, children: [])])], at: ".leaf")
    try await expectAgreement(
      [Either<Color, Int8>.first(.red), .second(1)], [Either<Wider, Int8>.first(.blue), .second(1)], at: "value")
    try await expectAgreement(
      [Either<Color, Int8>.first(.red), .second(1)], [Either<Color, Int32>.first(.red), .second(1000)], at: "value")
  }

  private struct Age: Codable { var age: Int }
  private struct PerhapsAge: Codable { var age: Int? }

  /// Returns the refusals of a call's response when its type is replaced.
  private func replaced<Old: Codable & Sendable, New: Codable & Sendable>(
    _ old: Old.Type, by new: New.Type
  ) async throws -> Pairs {
    let before = try await SchemaVersions.interface(of: Old.self, exposed: false)
    let after = try await SchemaVersions.interface(of: New.self, exposed: false)
    let changes = SchemaComparison.changes(from: before, to: after, isStrict: false)
    return changes.filter { $0.place == "response" }.reduce(into: Pairs()) { $0.formUnion($1.breaks) }
  }

  @Test("types that only Swift reads in place of each other, with and without a tag, are different types")
  func tags() async throws {
    #expect(try await replaced(URL.self, by: String.self) == [.oldHost, .oldCore])
    #expect(try await replaced(Date.self, by: Double.self) == [.oldHost, .oldCore])
    #expect(try await replaced(UUID.self, by: Data.self) == [.oldHost, .oldCore])
    #expect(try await replaced(Decimal.self, by: Int.self) == [.oldHost, .oldCore])
    #expect(try await replaced(Data.self, by: [UInt8].self) == [])
    #expect(try await replaced(SchemaShapes.Stated.self, by: String.self) == [.oldHost, .oldCore])
  }

  @Test("values in optionals, arrays, dictionaries and records change as they do alone")
  func nested() async throws {
    try await expectAgreement([[Int64.max]], [[Int32(1)]], at: "[]")
    try await expectAgreement([["a": Color.red]], [["a": Wider.blue]], at: "{}")
    try await expectAgreement([[1: Color.red]], [[1: Wider.blue]], at: "{number}")
    try await expectAgreement([[Color.red]], [Color.red], at: "value")
    try await expectAgreement(
      [Field(value: Field(value: [Named(name: "a")]))], [Field(value: Field(value: [Required(name: "a", age: 1)]))],
      at: ".value.value[].age")
    try await expectAgreement([Field<[Int?]>(value: [1, nil])], [Field<[Int]>(value: [1])], at: ".value[]")
  }
}
