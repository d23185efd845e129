// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec

func showCBOR() throws -> String {
  let bytes: [UInt8] = try CBOREncoder().encode(["id": 7])  // a1 62 69 64 07
  let numbers = try CBORDecoder().decode([String: Int].self, from: bytes)

  // CBORValue is any item: with tags, simple values and keys of all kinds. It reads and prints diagnostic notation.
  let value = try CBORValue(diagnostic: #"{"seen": 1(1363896240), 2: h'0102'}"#)
  return "\(numbers["id"] ?? 0), \(value["seen"] ?? .null), \(value)"
}
