// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Items that begin with their number.
enum NumberedItem {
  /// Returns an item of a random size.
  static func bytes(_ number: UInt64, _ generator: inout SplitMix) -> [UInt8] {
    unsafe withUnsafeBytes(of: number) { unsafe [UInt8]($0) }
      + [UInt8](repeating: 7, count: Int.random(in: 0...40, using: &generator))
  }

  /// Returns the number of an item; the largest number if it is damaged.
  static func number(_ item: UnsafeRawBufferPointer) -> UInt64 {
    guard item.count >= 8, unsafe item.dropFirst(8).allSatisfy({ $0 == 7 }) else { return .max }
    return unsafe item.loadUnaligned(as: UInt64.self)
  }
}
