// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTool
import Testing

@Suite("Values of calls in notation")
struct PartCodecTests {
  private let valid = """
    {"id": 7, "tags": ["a"], "sizes": {"x": 1.5, "y": 2}, "byNumber": {"1": true}, "color": "red", "level": 2, \
    "shape": {"circle": {"radius": 1}}, "image": h'00', "any": [1(0)]}
    """

  @Test("a value of its type crosses as the notation states it, and may have more keys, whole numbers and nulls")
  func accepted() async throws {
    let request = try await DescribedCalls.call("every").request
    #expect(throws: Never.self) { try request.bytes(ofNotation: valid) }
    #expect(
      try request.bytes(ofNotation: valid.replacing("7,", with: "7_1,")).prefix(7) == [
        0xa9, 0x62, 0x69, 0x64, 0x19, 0, 7,
      ])
    for text in [
      valid.replacing("{\"id\"", with: "{\"later\": [], \"note\": null, \"id\""),
      valid.replacing("{\"id\"", with: #"{"node": {"next": {"next": {"next": null}}}, "id""#),
      valid.replacing(#"{"circle": {"radius": 1}}"#, with: #"{"dot": {}}"#),
    ] {
      #expect(throws: Never.self, "\(text)") { try request.bytes(ofNotation: text) }
    }
  }

  @Test(
    "a value of another type is refused with its path, what was found and what was expected",
    arguments: [
      ("7", "256", ".id: found 256, expected uint8"),
      ("7", "7.5", ".id: found 7.5, expected uint8"),
      (#"["a"]"#, #"["a", 1]"#, ".tags[1]: found 1, expected tstr"),
      (#"["a"]"#, "{}", ".tags: found {}, expected an array"),
      ("1.5", "null", ".sizes.x: found null, expected float"),
      (#"{"1": true}"#, #"{"1": 0}"#, ".byNumber.1: found 0, expected bool"),
      (#""red""#, #""blue""#, #".color: found "blue", expected one of green, red"#),
      (#""level": 2"#, #""level": 3"#, ".level: found 3, expected one of 1, 2"),
      (#""level": 2"#, #""level": "2""#, #".level: found "2", expected one of 1, 2"#),
      (
        "circle", "square", #".shape: found {"square": {"radius": 1}}, expected a map with one of the keys circle, dot"#
      ),
      (#""radius": 1"#, #""radius": []"#, ".shape.circle.radius: found [], expected float"),
      ("h'00'", #""00""#, #".image: found "00", expected bytes"#),
      (#""id": 7, "#, "", "found the keys tags, sizes, byNumber, color, level, shape, image, any, expected the key id"),
      (#""any""#, #""node": {"next": 1}, "any""#, ".node.next: found 1, expected a map"),
    ])
  func refused(_ part: String, _ replacement: String, _ message: String) async throws {
    let request = try await DescribedCalls.call("every").request
    let text = valid.replacing(part, with: replacement)
    let error = #expect(throws: ValueError.self) { try request.bytes(ofNotation: text) }
    #expect(error?.description == message)
    let unchecked = try await DescribedCalls.call("every", isChecked: false).request
    #expect(throws: Never.self) { try unchecked.bytes(ofNotation: text) }
  }

  @Test("malformed notation is refused with its position")
  func malformed() async throws {
    let request = try await DescribedCalls.call("every").request
    let error = #expect(throws: ValueError.self) { try request.bytes(ofNotation: "{\n  \"id\": }") }
    #expect(error?.description.hasPrefix("line 2, column 9: ") == true)
    let repeated = #expect(throws: ValueError.self) { try request.bytes(ofNotation: #"{"id": 1, "id": 2}"#) }
    #expect(repeated?.description.contains("duplicateKey") == true, "\(repeated?.description ?? "")")
  }

  // The bytes: 1.5 is 0x3fc00000, -2 is 0xfffe.
  private let memory: [UInt8] = [0, 0, 0xc0, 0x3f, 0xfe, 0xff, 1, 9, 3, 0, 0, 0, 0, 0, 0, 0]
  private let move = #"{"from": {"x": 1.5, "y": -2, "isFixed": true, "padding": 9}, "steps": 3}"#

  @Test("a raw value is written and read by its layout")
  func raw() async throws {
    let call = try await DescribedCalls.call("move")
    #expect(try call.request.bytes(ofNotation: move) == memory)
    #expect(try call.request.bytes(ofNotation: "h'0000c03ffeff01090300000000000000'") == memory)
    #expect(call.request.notation(of: memory) == move)
    #expect(try call.response.bytes(ofNotation: "258") == [2, 1, 0, 0])
    #expect(call.response.notation(of: [2, 1, 0, 0]) == "258")
    #expect(call.response.notation(of: [2, 1]) == "h'0201'")
  }

  @Test(
    "a raw value of another type is refused",
    arguments: [
      ("-2", "32768", ".from.y: found 32768, expected int16"),
      ("-2", "-32769", ".from.y: found -32769, expected int16"),
      ("true", "1", ".from.isFixed: found 1, expected bool"), ("3}", "-1}", ".steps: found -1, expected uint64"),
      ("1.5", #""x""#, #".from.x: found "x", expected float32"#),
      (
        #", "steps": 3"#, "",
        #"found {"from": {"x": 1.5, "y": -2, "isFixed": true, "padding": 9}}, expected the key steps"#
      ),
      (#"{"x""#, #"[1], "a": {"x""#, ".from: found [1], expected a map"),
    ])
  func wrongRaw(_ part: String, _ replacement: String, _ message: String) async throws {
    let request = try await DescribedCalls.call("move").request
    let text = move.replacing(part, with: replacement)
    let error = #expect(throws: ValueError.self) { try request.bytes(ofNotation: text) }
    #expect(error?.description == message)
    #expect(throws: ValueError.self) { try request.bytes(ofNotation: "h'00'") }
  }

  private static let largest = "340282366920938463463374607431768211455"

  @Test(
    "raw numbers at the ends of their range cross in both directions",
    arguments: [
      ("large", "0", largest), ("half", "1.0", "65504.0"), ("single", "1.0", "3.4028234663852886e+38"),
      ("single", "1.0", "-Infinity"), ("double", "1.0", "1.7976931348623157e+308"), ("signed", "0", "-2147483648"),
    ])
  func ends(_ field: String, _ number: String, _ end: String) async throws {
    let request = try await DescribedCalls.call("measure").request
    let text = DescribedCalls.measure.replacing("\"\(field)\": \(number)", with: "\"\(field)\": \(end)")
    #expect(request.notation(of: try request.bytes(ofNotation: text)) == text)
  }

  @Test(
    "raw numbers out of range, and integers that a floating-point number cannot represent, are refused",
    arguments: [
      ("large", "0", "340282366920938463463374607431768211456", "uint128"),
      ("large", "0", "-1", "uint128"),
      ("half", "1.0", "65520.0", "float16"), ("half", "1.0", "2049", "float16"),
      ("single", "1.0", "1e300", "float32"), ("single", "1.0", "16777217", "float32"),
      ("double", "1.0", "9007199254740993", "float64"),
    ])
  func outOfRange(_ field: String, _ number: String, _ other: String, _ type: String) async throws {
    let request = try await DescribedCalls.call("measure").request
    let text = DescribedCalls.measure.replacing("\"\(field)\": \(number)", with: "\"\(field)\": \(other)")
    let error = #expect(throws: ValueError.self) { try request.bytes(ofNotation: text) }
    #expect(error?.description.hasPrefix(".\(field): found ") == true, "\(error?.description ?? "")")
    #expect(error?.description.hasSuffix(", expected \(type)") == true, "\(error?.description ?? "")")
  }

  @Test("a golden file of a raw value contains its layout and its bytes")
  func fixture() async throws {
    let response = try await DescribedCalls.call("move").response
    let file = try PartCodec(nil).bytes(
      ofNotation: #"{"size": 4, "byteOrder": "little", "fields": [], "bytes": h'02010000'}"#)
    #expect(try response.bytes(ofFixture: file) == [2, 1, 0, 0])
    let short = try PartCodec(nil).bytes(ofNotation: #"{"byteOrder": "little", "bytes": h'0201'}"#)
    #expect(throws: ValueError.self) { try response.bytes(ofFixture: short) }
  }

  @Test("a type that is defined by itself ends the check")
  func cycles() throws {
    let text = """
      {"version": 1, "cddl": "", "calls": [{"name": "a", "direction": "toHost", "request": {"encoding": "cbor", \
      "rule": "", "type": {"kind": "named", "name": "A"}}}], "types": [{"name": "A", "type": {"kind": "choice", \
      "items": [{"kind": "named", "name": "A"}, {"kind": "named", "name": "A"}]}}]}
      """
    let descriptor = try JSONDescriptor(text: text).descriptor
    let call = try #require(CoreCall.all(of: descriptor, .toHost)["a"])
    #expect(try call.request.bytes(ofNotation: "1") == [1])
  }
}
