// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import TestSupport
import Testing

private enum Color: String, Codable, CaseIterable, Sendable { case red, blue, darkGreen = "dark green" }
private enum Level: Int, Codable, Sendable { case low = 1, high = 10 }
private enum Shape: Codable, Sendable {
  case circle(radius: Double)
  case painted(Color, of: Level)
  case dot
}

private struct Picture: Codable, Sendable {
  var title: String
  var shapes: [Shape]
  var background: Color?
  var levels: [String: Level]
}

private struct FetchPicture: HostCallable {
  typealias Response = Picture
}

private struct Paint: HostCallable {
  typealias Response = Empty
  var color: Color
}

@Suite("Unknown enum cases", .timeLimit(.minutes(1)))
struct UnknownCaseTests {
  /// Returns the error message of a call for a response in diagnostic notation.
  private func message(_ response: String) async throws -> String? {
    let bytes: [UInt8] = try CBOREncoder().encode(CBORValue(diagnostic: response))
    let bridge = HostBridge()
    try bridge.handleBytes("fetch_picture") { _ in .response(bytes) }
    let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(FetchPicture()) }
    await bridge.close()
    #expect(error?.code == .internal)
    return error?.message
  }

  private let start = "the answer cannot be decoded as Picture: at "

  @Test("an unknown raw value, text or number, is named at any depth")
  func rawValues() async throws {
    #expect(
      try await message(#"{"title": "x", "shapes": [], "background": "purple", "levels": {}}"#)
        == start + #"background: Color has no case "purple", but "red", "blue", "dark green""#)
    #expect(
      try await message(#"{"title": "x", "shapes": [], "levels": {"a": 1, "b": 5}}"#)
        == start + "levels.b: Level has no case 5, but 1, 10")
    #expect(
      try await message(#"{"title": "x", "shapes": [{"painted": {"_0": "green", "of": 1}}], "levels": {}}"#)
        == start + #"shapes[0].painted._0: Color has no case "green", but "red", "blue", "dark green""#)
  }

  @Test("an unknown case with a payload is named")
  func payloads() async throws {
    #expect(
      try await message(#"{"title": "x", "shapes": [{"dot": {}}, {"hexagon": {"side": 1}}], "levels": {}}"#)
        == start + #"shapes[1]: Shape has no case "hexagon", but "circle", "painted", "dot""#)
  }

  @Test("the error for an unknown case in a request names the case to the calling host")
  func request() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(Paint.self) { _, _ in Empty() }
      let request: [UInt8] = try CBOREncoder().encode(["color": "pink"])
      let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("paint", request) }
      #expect(error?.code == .invalidArgument)
      #expect(
        error?.message
          == #"the request cannot be decoded as Paint: at color: Color has no case "pink", but "red", "blue", "dark green""#
      )
    }
  }

  @Test("other decoding errors are unchanged")
  func others() async throws {
    let type = try await message(#"{"title": 1, "shapes": [], "levels": {}}"#)
    #expect(type?.hasPrefix(start + "title: ") == true && type?.contains("no case") == false)
    let missing = try await message(#"{"title": "x", "levels": {}}"#)
    #expect(missing?.contains("shapes") == true && missing?.contains("no case") == false)
    let two = try await message(#"{"title": "x", "shapes": [{"dot": {}, "circle": {}}], "levels": {}}"#)
    #expect(two?.contains("no case") == false)
    let rawType = try await message(#"{"title": "x", "shapes": [], "background": 7, "levels": {}}"#)
    #expect(rawType?.contains("no case") == false)
    // This message is too large to be decoded twice.
    let large = String(repeating: "x", count: 70_000)
    let long = try await message(#"{"title": "\#(large)", "shapes": [], "background": "purple", "levels": {}}"#)
    #expect(long?.contains("background: ") == true && long?.contains("no case") == false)
  }

  @Test("the error for each of many messages names the message's wrong value")
  func generated() async throws {
    var random = SplitMix(for: "unknown cases")
    for _ in 0..<200 {
      let count = Int.random(in: 1...5, using: &random)
      let wrong = Int.random(in: 0..<count, using: &random)
      let name = "case\(Int.random(in: 0..<1000, using: &random))"
      let (isShape, isNested) = (Bool.random(using: &random), Bool.random(using: &random))
      let shapes = (0..<count).map { index in
        guard index == wrong else {
          return ["{\"dot\": {}}", "{\"circle\": {\"radius\": 1.5}}"].randomElement(using: &random) ?? ""
        }
        if isShape { return "{\"\(name)\": {}}" }
        return "{\"painted\": {\"_0\": \(isNested ? "\"\(name)\"" : "\"red\""), \"of\": \(isNested ? 1 : 77)}}"
      }
      let found = try await message(
        "{\"title\": \"x\", \"levels\": {}, \"shapes\": [\(shapes.joined(separator: ", "))]}")
      let place = "shapes[\(wrong)]"
      if isShape {
        #expect(found == start + #"\#(place): Shape has no case "\#(name)", but "circle", "painted", "dot""#)
      } else if isNested {
        #expect(
          found == start + #"\#(place).painted._0: Color has no case "\#(name)", but "red", "blue", "dark green""#)
      } else {
        #expect(found == start + "\(place).painted.of: Level has no case 77, but 1, 10")
      }
    }
  }
}
