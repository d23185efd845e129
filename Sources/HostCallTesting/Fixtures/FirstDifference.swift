// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
  /// Returns the offset of the first byte that differs from another message's; the shorter length if one message begins
  /// with the other.
  func firstDifference(from other: [UInt8]) -> Int {
    zip(self, other).enumerated().first { $1.0 != $1.1 }?.offset ?? Swift.min(count, other.count)
  }
}
