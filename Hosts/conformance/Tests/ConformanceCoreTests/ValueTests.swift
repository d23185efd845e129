// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import Testing

@testable import ConformanceCore

@Suite("Values of every type", .timeLimit(.minutes(1)))
struct ValueTests {
  @Test("truth values, texts and bytes")
  func basics() async throws {
    try await withConformance { (core, _, _) async throws in
      for value in [
        Basics(flag: true, text: "", bytes: [], data: Data()),
        Basics(flag: false, text: "é漢🦊e\u{301}\0.", bytes: Array(0...255), data: Data([1])),
        Basics(flag: true, text: String(repeating: "a", count: 65_536), bytes: [], data: Data()),
      ] { #expect(try await core.roundTripBasics(value) == value) }
      let long = [UInt8](repeating: 7, count: 1 << 20)
      #expect(try await core.roundTripBytes(long) == long)
    }
  }

  @Test("numbers at their extremes")
  func numbers() async throws {
    try await withConformance { (core, _, _) async throws in
      for value in [
        Integers(
          int8: .min, int16: .min, int32: .min, int64: .min, number: .min, uint8: .min, uint16: .min, uint32: .min,
          uint64: .min, count: .min),
        Integers(
          int8: .max, int16: .max, int32: .max, int64: .max, number: .max, uint8: .max, uint16: .max, uint32: .max,
          uint64: .max, count: .max),
      ] { #expect(try await core.roundTripIntegers(value) == value) }
      let floats = Floats(
        single: -0.0, double: .nan, singles: [.infinity, .nan, 0.1, .greatestFiniteMagnitude, .leastNonzeroMagnitude],
        doubles: [-.infinity, 0.1, -0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude])
      #expect(try await core.roundTripFloats(floats) == floats)
      let sample = Sample(
        seconds: .infinity, position: .init(x: -0.5, y: 1), channel: .max, level: .min, flags: 255, isNew: true)
      #expect(try await core.roundTripSample(sample) == sample)
    }
  }

  @Test("zeros with different signs differ, and NaNs do not")
  func floatEquality() {
    func floats(_ double: Double) -> Floats { Floats(single: 1, double: double, singles: [], doubles: []) }
    #expect(floats(.nan) == floats(-.nan))
    #expect(floats(0) != floats(-0.0))
    #expect(floats(1) != floats(2))
  }

  @Test("optionals, lists and tables")
  func containers() async throws {
    try await withConformance { (core, _, _) async throws in
      let point = Point(x: 1.5, y: -2)
      for value in [
        Optionals(sparse: [], gaps: [:]),
        Optionals(
          flag: false, number: .min, ratio: 0.5, text: "", bytes: [1], point: point, mood: .worried, shape: .empty,
          numbers: [1], table: ["a": 1], sparse: [1, nil, 2], gaps: ["a": nil, "b": 2]),
      ] { #expect(try await core.roundTripOptionals(value) == value) }
      for text in [nil, "", "a"] { #expect(try await core.roundTripOptionalText(text) == text) }
      let empty = Containers(
        numbers: [], texts: [], matrix: [], points: [], blobs: [], byText: [:], byNumber: [:], pointsByText: [:],
        listsByNumber: [:], deep: [:])
      #expect(try await core.roundTripContainers(empty) == empty)
      let full = Containers(
        numbers: [1, .max], texts: ["", "é"], matrix: [[], [1, 2]], points: [point], blobs: [[], [0]],
        byText: ["é": 1, "": 2], byNumber: [-1: "a", 0: "b", .max: "c"], pointsByText: ["a": point],
        listsByNumber: [1: ["a"]], deep: ["a": [[point], []]])
      #expect(try await core.roundTripContainers(full) == full)
      #expect(try await core.roundTripTable(["a": [1, 2], "b": []]) == ["a": [1, 2], "b": []])
    }
  }

  @Test("enums and types that contain themselves")
  func enums() async throws {
    try await withConformance { (core, _, _) async throws in
      let choices = Choices(
        mood: .worried, level: .below, moods: [.calm, .merry], levels: ["a": .top, "b": .ground], other: nil)
      #expect(try await core.roundTripChoices(choices) == choices)
      for mood in [Mood.calm, .merry, .worried] { #expect(try await core.roundTripMood(mood) == mood) }
      let point = Point(x: 0, y: 1)
      let shapes: [Shape] = [
        .empty, .circle(radius: 1, center: point), .segment(point, point), .polygon(points: [point], name: nil),
        .group([.group([.empty]), .polygon(points: [], name: "a")]),
      ]
      #expect(try await core.roundTripShapes(shapes) == shapes)
      var tree = Tree(value: 0, children: [])
      var expression = Expression.number(7)
      for level in 1...40 {
        tree = Tree(value: Int64(level), children: [tree])
        expression = level % 2 == 0 ? .negated(expression) : .sum(left: expression, right: .number(1))
      }
      #expect(try await core.roundTripTree(tree) == tree)
      #expect(try await core.roundTripExpression(expression) == expression)
    }
  }

  @Test("types of libraries, generic types, and names that are reserved")
  func others() async throws {
    try await withConformance { (core, _, _) async throws in
      let identifier = try #require(UUID(uuidString: "67e55044-10b1-426f-9247-bb680e5fe0c8"))
      let address = try #require(URL(string: "https://example.org/a?b=c"))
      let values = FoundationValues(
        date: Date(timeIntervalSince1970: 1.5), dates: [Date(timeIntervalSince1970: -1)], later: nil,
        identifier: identifier, address: address, amount: 1.25)
      #expect(try await core.roundTripFoundation(values) == values)
      let rarities = Rarities(names: ["a", "b"], range: 1..<5, counts: [.calm: 1, .worried: 2], labels: [7: "seven"])
      #expect(try await core.roundTripRarities(rarities) == rarities)
      let sensor = Sensor(name: "a", kind: .light, range: .init(low: 0, high: 1))
      #expect(try await core.roundTripPage(Page(items: [sensor], next: 7)).items == [sensor])
      let words = Keywords(
        class: 1, default: "a", import: true, int: 2, new: nil, lambda: false, from: 3, await: 4, delete: 5,
        type: .none, userID: 6, user_id: 7)
      #expect(try await core.delete(words) == words)
      for second in [nil, "b"] {
        let found = try await core.roundTripArguments(1, and: second, third: [], mood: .calm, isLast: true)
        #expect(found == Arguments(first: 1, second: second, third: [], mood: .calm, isLast: true))
      }
      try await core.ping()
    }
  }

  @Test("another value than the core's is an error")
  func compared() async throws {
    try await withConformance { (core, _, _) async throws in
      let error = await failure(of: { () async throws(HostCallError<Never>) in
        try await core.roundTripOptionalText("wrong")
      })
      #expect(error?.code == .dataLoss)
      #expect(error?.message.contains("right") == true)
    }
  }
}
