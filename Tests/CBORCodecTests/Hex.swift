// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Returns the bytes of a string of hexadecimal digits, which may contain spaces and underscores.
func hex(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  precondition(digits.count.isMultiple(of: 2), "a byte has two digits")
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

/// Returns the hexadecimal digits of some bytes, without spaces.
func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
