// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import Testing

private struct Ask<Response: Codable & Sendable>: HostCallable {
  static var wireName: String { "ask" }
}

/// A response with a field of any type, and another field that must still be described.
private struct Holder<Value: Codable>: Codable, @unchecked Sendable {
  var value: Value
  var tail: Int
}

private func describe<Value: Codable>(_ type: Value.Type) -> (lines: [Substring], gaps: [String]) {
  let schema = HostCallSchema(Ask<Holder<Value>>.self)
  return (schema.outline.split(separator: "\n").dropFirst().map { $0 }, schema.gaps)
}

@Suite("Schemas of Foundation's types")
struct FoundationTypesTests {
  @Test("a type that may trap on made-up values is not probed, and only that type is a gap")
  func refused() {
    let components = describe(Foundation.URLComponents.self)
    #expect(components.lines == ["response.tail: int64", "response.value: any"])
    #expect(components.gaps.count == 1 && components.gaps[0].contains("URLComponents may trap on made-up values"))
    let characters = describe([CharacterSet]?.self)
    #expect(characters.lines == ["response.tail: int64", "response.value~[]: any"])
    #expect(characters.gaps.count == 1 && characters.gaps[0].contains("CharacterSet may trap on made-up values"))
  }

  /// A type of this module with the name of one of Foundation's.
  struct URLComponents: Codable { var value: Int }

  @Test("a type of another module with the same name is probed")
  func names() {
    #expect(describe(Self.URLComponents.self).lines == ["response.tail: int64", "response.value.value: int64"])
  }

  @Test("a type that does not trap is described by probing")
  func probed() {
    func check<Value: Codable>(_ type: Value.Type, _ lines: String...) {
      #expect(describe(type).lines.filter { $0.contains("value") }.map { String($0) } == lines, "\(type)")
    }
    check(CGPoint.self, "response.value[0]: float", "response.value[1]: float")
    check(DateInterval.self, "response.value.duration: float", "response.value.start: time")
    check(IndexSet.self, "response.value.indexes[].length: int64", "response.value.indexes[].location: int64")
    check(Locale.Region.self, "response.value: tstr")
    // These types contain others that only Foundation knows.
    for gaps in [
      describe(Locale.self).gaps, describe(IntegerFormatStyle<Int>.self).gaps,
      describe(Date.ISO8601FormatStyle.self).gaps,
    ] {
      #expect(gaps.allSatisfy { !$0.contains("may trap") }, "\(gaps)")
    }
  }
}
