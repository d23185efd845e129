// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
package import HostCall
internal import HostCallGenerator

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A core's descriptor as JSON: the keys of ``HostCallDescriptor``, with fingerprints as hexadecimal text.
///
/// A JSON number cannot hold 64 bits everywhere. Everything else is the same, so that CBOR → JSON → CBOR has the same
/// bytes.
package struct JSONDescriptor: Codable {
  /// A fingerprint: text in JSON, a number in CBOR.
  struct Fingerprint: Codable {
    let value: UInt64

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      guard let text = try? container.decode(String.self) else {
        value = try container.decode(UInt64.self)
        return
      }
      guard text.hasPrefix("0x"), let number = UInt64(text.dropFirst(2), radix: 16) else {
        throw DecodingError.dataCorruptedError(
          in: container,
          debugDescription: "found the fingerprint \"\(text)\"; expected 0x and up to 16 hexadecimal digits")
      }
      value = number
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      if let key = JSONDescriptor.isJSON, encoder.userInfo[key] != nil {
        try container.encode(Hexadecimal.prefixed(value))
      } else {
        try container.encode(value)
      }
    }
  }

  struct Call: Codable {
    var name: String
    var direction: HostCallDescriptor.Direction
    var fingerprint: Fingerprint?
    var request: HostCallDescriptor.Part?
    var response: HostCallDescriptor.Part?
    var failure: HostCallDescriptor.Part?
    var outline: String?
    var typeName: String?
    var isIdempotent: Bool?
    var documentation: String?
  }

  struct Event: Codable {
    var name: String
    var direction: HostCallDescriptor.Direction
    var fingerprint: Fingerprint?
    var payload: HostCallDescriptor.Part?
    var outline: String?
    var typeName: String?
    var policy: String?
    var documentation: String?
  }

  var version: Int
  var calls: [Call]
  var cddl: String
  var minorVersion: Int?
  var types: [HostCallDescriptor.NamedType]?
  var limits: HostCallDescriptor.Limits?
  var streams: [Call]?
  var events: [Event]?
  var openFunction: String?

  private static let isJSON = CodingUserInfoKey(rawValue: "hostcall.json")

  /// Creates the descriptor from its bytes.
  package init(cbor bytes: [UInt8]) throws { self = try CBORDecoder().decode(JSONDescriptor.self, from: bytes) }

  /// Creates the descriptor from JSON.
  package init(text: String) throws { self = try JSONDecoder().decode(JSONDescriptor.self, from: Data(text.utf8)) }

  /// The descriptor in CBOR, as a core writes it.
  package var cbor: [UInt8] {
    get throws { try CBOREncoder().encode(self) }
  }

  /// The descriptor as a value.
  package var descriptor: HostCallDescriptor {
    get throws { try CBORDecoder().decode(HostCallDescriptor.self, from: cbor) }
  }

  /// The descriptor in JSON, with sorted keys.
  package var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      if let key = Self.isJSON { encoder.userInfo[key] = true }
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }
}
