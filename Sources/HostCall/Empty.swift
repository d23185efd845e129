// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import CBORCodec

/// An empty response; in CBOR the empty map, `a0`.
public struct Empty: Codable, Hashable, Sendable {
  /// Creates the value.
  public init() {}
}

extension Empty: CBOREncodable, CBORDecodable {
  /// Encodes the empty map.
  @inlinable
  public func encode(to writer: inout CBORWriter) throws {
    try writer.beginMap(0)
    writer.endMap()
  }

  /// Creates the value from any item, like its `Decodable` conformance: a later version of the call may return more.
  @inlinable
  public init(from reader: inout CBORReader) throws {
    try reader.skip()
  }
}
