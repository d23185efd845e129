// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Decisions that are read from a script of bytes, followed by zeros.
///
/// The script is the input of a fuzzer, or random bytes. Generating a value ends after the script, since the first
/// choice, which 0 selects, is always the smallest.
struct Choices {
  private var script: ArraySlice<UInt8>

  init(_ script: [UInt8]) { self.script = script[...] }

  mutating func byte() -> UInt8 { script.popFirst() ?? 0 }

  mutating func word() -> UInt64 { (0..<8).reduce(0) { word, _ in word << 8 | UInt64(byte()) } }

  /// Returns a number from 0 to `count` − 1.
  mutating func below(_ count: Int) -> Int {
    guard count > 1 else { return 0 }
    return (count <= 256 ? Int(byte()) : Int(byte()) << 8 | Int(byte())) % count
  }

  /// Returns true for the last of `count` choices.
  mutating func isOne(of count: Int) -> Bool { below(count) == count - 1 }

  mutating func element<Elements: RandomAccessCollection>(of elements: Elements) -> Elements.Element {
    elements[elements.index(elements.startIndex, offsetBy: below(elements.count))]
  }
}
