// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBOREncoder {
  /// Encodes values as a sequence of items (RFC 8742).
  ///
  /// - Parameter values: The values to encode.
  /// - Returns: The items, one after another.
  /// - Throws: The same errors as encoding each value.
  public func encodeSequence<Values: Sequence>(_ values: Values) throws -> [UInt8] where Values.Element: Encodable {
    var bytes: [UInt8] = []
    for value in values { bytes += try encode(value) as [UInt8] }
    return bytes
  }
}
