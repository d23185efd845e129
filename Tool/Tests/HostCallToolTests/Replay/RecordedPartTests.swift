// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostCall
import HostCallTool
import Testing

@Suite("Recorded requests and answers")
struct RecordedPartTests {
  // What expectFixture(raw:) writes for Move(from: Position(x: 1.5, y: -2, isFixed: true, padding: 9), steps: 3).
  private let file = """
    {"size": 16, "byteOrder": "little", "fields": [{"name": "from.x", "type": "Float", "offset": 0, "size": 4},
     {"name": "from.y", "type": "Int16", "offset": 4, "size": 2},
     {"name": "from.isFixed", "type": "Bool", "offset": 6, "size": 1},
     {"name": "from.padding", "type": "UInt8", "offset": 7, "size": 1},
     {"name": "steps", "type": "UInt64", "offset": 8, "size": 8}], "bytes": h'0000c03ffeff01090300000000000000'}
    """
  private let move = #"{"from": {"x": 1.5, "y": -2, "isFixed": true, "padding": 9}, "steps": 3}"#
  private let memory: [UInt8] = [0, 0, 0xc0, 0x3f, 0xfe, 0xff, 1, 9, 3, 0, 0, 0, 0, 0, 0, 0]

  private func item(_ text: String) throws -> [UInt8] { try CBOREncoder().encode(diagnostic: text) }

  @Test("a raw golden file is sent as memory to a side that takes memory, and in CBOR to one that does not")
  func rawFile() async throws {
    let call = try await DescribedCalls.call("move")
    let part = RecordedPart(file: try item(file))
    #expect(try part.bytes(for: call.request) == memory)
    #expect(try PartCodec(nil).notation(of: part.bytes(for: call.inCBOR.request)) == move)
    for codec in [call.request, call.inCBOR.request, PartCodec(nil)] {
      #expect(try part.value(for: codec).diagnosticDescription == move)
    }
  }

  @Test("a raw file without a known layout is read by that of the other side")
  func unknownLayout() async throws {
    let call = try await DescribedCalls.call("move")
    for fields in ["[]", #"[{"name": "a", "type": "Later", "offset": 0, "size": 4}]"#, "[1]"] {
      let text = #"{"size": 4, "byteOrder": "little", "fields": \#(fields), "bytes": h'02010000'}"#
      #expect(try RecordedPart(file: try item(text)).value(for: call.response) == .unsigned(258))
    }
  }

  @Test("a recorded item is sent as it is, or as the memory that it describes, and never mistaken for a raw file")
  func items() async throws {
    let call = try await DescribedCalls.call("move")
    let part = RecordedPart(item: try item(move))
    #expect(try part.bytes(for: call.request) == memory)
    #expect(try part.bytes(for: call.inCBOR.request) == item(move))
    let other = RecordedPart(item: try item(file))
    #expect(try other.bytes(for: PartCodec(nil)) == item(file))
    // Not compared with the type, since the receiver does that.
    let every = try await DescribedCalls.call("every", isChecked: false)
    #expect(try RecordedPart(file: [0x61, 0x78]).bytes(for: every.request) == [0x61, 0x78])
  }

  @Test("a malformed part is refused", arguments: [[], [0x82], [0x01, 0x01]] as [[UInt8]])
  func malformed(_ bytes: [UInt8]) {
    #expect(throws: ValueError.self) { try RecordedPart(file: bytes).value(for: PartCodec(nil)) }
    #expect(throws: ValueError.self) { try RecordedPart(item: bytes).bytes(for: PartCodec(nil)) }
  }

  @Test(
    "the layout of a raw file is compared with the receiver's, also if the numbers are the same",
    arguments: [
      ("", "", nil), (#""Int16""#, #""UInt16""#, ".from.y, uint16 at byte 4|.from.y, int16 at byte 4"),
      (#""steps""#, #""zzz""#, ".zzz, uint64 at byte 8|.steps, uint64 at byte 8"),
      ("little", "big", "big-endian numbers|little-endian numbers"),
      (#""UInt64""#, #""Float""#, ".steps, float32 at byte 8|.steps, uint64 at byte 8"),
      (
        #", "size": 2}"#, #", "size": 2}, {"name": "z", "type": "Int8", "offset": 5, "size": 1}"#,
        ".z, int8 at byte 5|.from.isFixed, bool at byte 6"
      ),
    ] as [(String, String, String?)])
  func layouts(_ part: String, _ replacement: String, _ layouts: String?) async throws {
    let codec = try await DescribedCalls.call("move").request
    let part = RecordedPart(file: try item(file.replacing(part, with: replacement)))
    guard let both = layouts?.split(separator: "|") else {
      #expect(part.layoutDifference(from: codec)?.description == nil)
      #expect(try part.bytes(for: codec) == memory)
      return
    }
    let (stated, receiver) = (both[0], both[1])
    #expect(part.layoutDifference(from: codec)?.description == "found \(receiver), expected \(stated)")
    let error = #expect(throws: ValueError.self) { try part.bytes(for: codec) }
    #expect(error?.description == "found \(stated), expected \(receiver)")
    // A side that takes CBOR has no layout.
    #expect(part.layoutDifference(from: PartCodec(nil))?.description == nil)
  }
}
