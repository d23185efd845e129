// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import CBORCodec
package import HostCall
internal import HostCallGenerator

/// Converts one part of a call, such as its request, between notation and the bytes that cross.
///
/// A part in CBOR crosses as the notation states it, and is only compared with its type; a raw part is written to and
/// read from memory by its layout. A part without a known type crosses unchecked, a raw one as `h'…'`.
package struct PartCodec: Sendable {
  /// Whether the part crosses as raw memory.
  package var isRaw: Bool
  /// The layout of the raw memory; `nil` if it is not known.
  private let memory: RawMemory?
  /// The type and the check of values in CBOR; `nil` if they cross unchecked.
  private let checked: (type: HostCallDescriptor.ValueType, check: ValueCheck)?

  /// The layout of the part, if it crosses as raw memory whose layout is known.
  var layout: RawStruct? { isRaw ? memory?.layout : nil }

  /// - Parameters:
  ///   - part: The part of the descriptor; `nil` if the descriptor has none.
  ///   - check: The check of values by their types; `nil` to check none.
  package init(_ part: HostCallDescriptor.Part?, check: ValueCheck? = nil) {
    isRaw = part?.encoding == "raw"
    memory = part?.type.flatMap { RawMemory($0) }
    if let check, let type = part?.type, type.kind != .raw { checked = (type, check) } else { checked = nil }
  }

  /// Returns the bytes of one item in diagnostic notation, or in JSON, which is notation too.
  package func bytes(ofNotation text: String) throws(ValueError) -> [UInt8] {
    let item: [UInt8]
    do throws(CBORDiagnosticError) {
      item = try CBOREncoder().encode(diagnostic: text)
    } catch {
      throw ValueError("\(error)")
    }
    return try bytes(ofItem: item)
  }

  /// Returns the bytes of each item of a sequence in notation, with commas between them.
  package func bytes(ofSequence text: String) throws(ValueError) -> [[UInt8]] {
    var items: [[UInt8]] = []
    do {
      let sequence = try CBOREncoder().encodeSequence(diagnostic: text)
      if !sequence.isEmpty { try ItemSequence(sequence).forEach { items.append(Array($0)) } }
    } catch {
      throw ValueError("\(error)")
    }
    var encoded: [[UInt8]] = []
    for (index, item) in items.enumerated() {
      do throws(ValueError) {
        encoded.append(try bytes(ofItem: item))
      } catch {
        throw ValueError("item \(index + 1): \(error)")
      }
    }
    return encoded
  }

  /// Returns the bytes of a golden file: one item, which states the layout and the bytes if the part is raw.
  package func bytes(ofFixture item: [UInt8]) throws(ValueError) -> [UInt8] {
    guard isRaw, case .map(let pairs) = try value(ofItem: item),
      case .bytes(let bytes)? = pairs.first(where: { $0.key == .text("bytes") })?.value,
      pairs.contains(where: { $0.key == .text("byteOrder") })
    else { return try self.bytes(ofItem: item) }
    guard let memory else { return bytes }
    let found = try memory.bytes(of: .bytes(bytes))
    if let stated = try GoldenMemory(value(ofItem: item))?.layout, let error = memory.layout.difference(of: stated) {
      throw error
    }
    return found
  }

  /// Returns the bytes of one item in CBOR.
  package func bytes(ofItem item: [UInt8]) throws(ValueError) -> [UInt8] {
    let value = try value(ofItem: item)
    guard isRaw else {
      if let checked {
        var check = checked.check
        try check.check(value, checked.type)
      }
      return item
    }
    if let memory { return try memory.bytes(of: value) }
    guard case .bytes(let bytes) = value else { throw ValueError(path: "", found: value, expected: "raw bytes, h'…'") }
    return bytes
  }

  /// Returns the value of one item in CBOR.
  package func value(ofItem item: [UInt8]) throws(ValueError) -> CBORValue {
    do {
      return try CBORDecoder().decode(CBORValue.self, from: item)
    } catch {
      throw ValueError("\(error)")
    }
  }

  /// Returns the value of bytes that have crossed; the bytes themselves if they are not of the part.
  package func value(of bytes: [UInt8]) -> CBORValue { receivedValue(of: bytes) ?? .bytes(bytes) }

  /// Returns the value of bytes that have crossed, or raw memory of another size itself; `nil` if the bytes have to be
  /// CBOR and are not.
  package func receivedValue(of bytes: [UInt8]) -> CBORValue? {
    if isRaw { return memory?.value(of: bytes) ?? .bytes(bytes) }
    return try? CBORDecoder().decode(CBORValue.self, from: bytes)
  }

  /// Returns bytes that have crossed in diagnostic notation.
  package func notation(of bytes: [UInt8], indented: Bool = false) -> String {
    if !isRaw, let notation = try? CBORDecoder().diagnosticNotation(of: bytes, indented: indented) { return notation }
    return value(of: bytes).diagnosticDescription(indented: indented)
  }
}
