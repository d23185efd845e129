// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// Detects damage to a binary file that an editor or Git has converted as text.
struct LineEndingDamage: CustomStringConvertible {
  let description: String

  /// Creates the description of the damage; returns `nil` if none is detected.
  ///
  /// - Parameter expected: The correct bytes, if known.
  init?(_ golden: [UInt8], expected: [UInt8]?) {
    let advice = "add `*.cbor binary` to .gitattributes, and check the file out again"
    var unix: [UInt8] = []
    for byte in golden {
      if byte == 0x0A, unix.last == 0x0D { unix.removeLast() }
      unix.append(byte)
    }
    if unix.count < golden.count, expected.map({ $0 == unix }) ?? (ItemParts.first(in: unix[...])?.count == unix.count)
    {
      description = "its LF were converted to CR LF, the first at byte \(golden.firstDifference(from: unix)): \(advice)"
      return
    }
    let lineEnds: Set<UInt8> = [0x0A, 0x0D]
    guard let item = ItemParts.first(in: golden[...]), item.count < golden.count,
      golden[item.count...].allSatisfy(lineEnds.contains), expected == nil || Array(item) == expected
    else { return nil }
    let bytes = golden[item.count...].map { $0 == 0x0D ? "CR" : "LF" }.joined(separator: " ")
    description = "a line ending was added after its item, \(bytes) at byte \(item.count): \(advice)"
  }
}
