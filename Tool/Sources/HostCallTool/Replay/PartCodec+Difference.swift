// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

extension PartCodec {
  /// Returns how bytes that have crossed differ from a recorded value; `nil` if receivers read the same value.
  func difference(of found: [UInt8], from expected: CBORValue) -> ValueError? {
    guard let value = receivedValue(of: found) else {
      return ValueError(
        path: "", found: "bytes that are not CBOR, \(ValueError.notation(.bytes(found)))",
        expected: ValueError.notation(expected))
    }
    return ValueDifference.first(expected: expected, found: value)
  }
}
