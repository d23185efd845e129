// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// The preferred form of a message: definite lengths and the shortest numbers, with pairs and tags unchanged.
enum PreferredForm {
  /// Returns the preferred form of a message, by decoding and encoding it.
  static func of(_ bytes: [UInt8]) throws(CBORError) -> [UInt8] {
    do {
      return try CBOREncoder().encode(try CBORDecoder().decode(CBORValue.self, from: bytes))
    } catch let error as CBORError {
      throw error
    } catch {
      // A decoded value can always be encoded; a fault there is reported like a malformed message.
      throw CBORError(code: CBORError.Code(rawValue: "notEncodable"), offset: 0, message: "\(error)")
    }
  }
}
