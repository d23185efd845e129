// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// A log of calls is a sequence of CBOR items (RFC 8742): a header, and then records and further headers, since each
// process that opens an empty file writes one.
//
//   d9 d9f7                               tag 55799: the content is CBOR (RFC 8949 §3.4.6)
//      a1                                 a map of one pair
//         6c 686f737463616c6c2d6c6f67     "hostcall-log"
//         01                              the version
//   ae 66 6e756d626572 01 …               a CallRecord: {"number": 1, …}

/// The item at the start of a log.
struct CallLogHeader: Codable {
  static let version = 1
  /// The bytes that begin each header, and no record.
  static let tag: [UInt8] = [0xD9, 0xD9, 0xF7]
  /// The header of the version that is written.
  static let bytes: [UInt8] = tag + [0xA1, 0x6C] + "hostcall-log".utf8 + [UInt8(version)]

  let version: Int

  private enum CodingKeys: String, CodingKey {
    case version = "hostcall-log"
  }
}
