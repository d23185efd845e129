// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Synchronization
import TestSupport
import Testing

/// A step of a randomly generated `init(from:)`, with loops that wait for certain answers.
private indirect enum Step {
  case bool, int, text, null
  case nested([Step])
  case loop(Question, isNegated: Bool, [Step])
  /// Runs steps, and ignores an error.
  case tried([Step])

  enum Question: CaseIterable {
    case isAtEnd, bool, text, null, count, singleNull, contains
  }

  static func random(_ depth: Int, using random: inout SplitMix) -> [Step] {
    (0..<Int.random(in: 1...3, using: &random)).map { _ in
      switch Int.random(in: 0..<(depth > 0 ? 10 : 4), using: &random) {
      case 0: .bool
      case 1: .int
      case 2: .text
      case 3: .null
      case 4, 5: .nested(Self.random(depth - 1, using: &random))
      case 6: .tried(Self.random(depth - 1, using: &random))
      default:
        .loop(
          Question.allCases.randomElement(using: &random) ?? .isAtEnd, isNegated: Bool.random(using: &random),
          Self.random(depth - 1, using: &random))
      }
    }
  }
}

private enum LoopKey: CodingKey { case key }

private struct Looping<N: Number>: Codable, Sendable {
  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    try Self.run(Loops.all.withLock { $0 }[N.value], &container, decoder)
  }

  private static func run(
    _ steps: [Step], _ container: inout any UnkeyedDecodingContainer, _ decoder: any Decoder
  ) throws {
    for step in steps {
      switch step {
      case .bool: _ = try container.decode(Bool.self)
      case .int: _ = try container.decode(Int.self)
      case .text: _ = try container.decode(String.self)
      case .null: _ = try container.decodeNil()
      case .nested(let steps):
        var nested = try container.nestedUnkeyedContainer()
        try run(steps, &nested, decoder)
      case .tried(let steps): _ = try? run(steps, &container, decoder)
      case .loop(let question, let isNegated, let steps):
        while try ask(question, &container, decoder) != isNegated { try run(steps, &container, decoder) }
      }
    }
  }

  private static func ask(
    _ question: Step.Question, _ container: inout any UnkeyedDecodingContainer, _ decoder: any Decoder
  ) throws -> Bool {
    switch question {
    case .isAtEnd: container.isAtEnd
    case .bool: try container.decode(Bool.self)
    case .text: try container.decode(String.self) == "END"
    case .null: try container.decodeNil()
    case .count: container.currentIndex < container.count ?? 0
    case .singleNull: try decoder.singleValueContainer().decodeNil()
    case .contains: try decoder.container(keyedBy: LoopKey.self).contains(.key)
    }
  }

  func encode(to encoder: any Encoder) throws {}
}

private struct AskLooping<N: Number>: HostCallable {
  typealias Response = Looping<N>
  static var wireName: String { "ask" }
}

private enum Loops {
  static let all = Mutex<[[Step]]>([])

  static func schema<N: Number>(_ left: Int, _ number: N.Type) -> HostCallSchema {
    left == 0 ? HostCallSchema(AskLooping<N>.self) : schema(left - 1, Next<N>.self)
  }
}

@Suite("Schemas of randomly generated types with loops", .timeLimit(.minutes(5)))
struct GeneratedLoopsTests {
  @Test("a schema is found or is a gap that names the type, and is the same when it is computed again")
  func ends() {
    var random = SplitMix(for: "loops of generated types")
    let loops = (0..<80).map { _ in Step.random(3, using: &random) }
    Loops.all.withLock { $0 = loops }
    var gaps = 0
    for (number, steps) in loops.enumerated() {
      let schema = Loops.schema(number, Zero.self)
      #expect(schema == Loops.schema(number, Zero.self), "\(steps)")
      #expect(schema.gaps.allSatisfy { $0.hasPrefix("Looping<") }, "\(schema.gaps)")
      if !schema.gaps.isEmpty { gaps += 1 }
    }
    #expect(gaps > 0 && gaps < loops.count)
  }
}
