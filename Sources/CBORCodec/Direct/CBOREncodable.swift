// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A type that encodes itself as CBOR, without the containers of `Encodable`.
///
/// ```swift
/// struct Point: Codable, CBOREncodable {
///   var x: Double
///   var label: String?
///
///   func encode(to writer: inout CBORWriter) throws {
///     try writer.beginMap(label == nil ? 1 : 2)
///     try writer.encode(x, forKey: "x")
///     if let label { try writer.encode(label, forKey: "label") }
///     writer.endMap()
///   }
/// }
/// ```
///
/// ``CBOREncoder`` uses this conformance, also for values inside types that are only `Encodable`, unless one of its
/// options requires the containers. With such options, and with other encoders, the type's `encode(to:)` for an
/// `Encoder` is used. So both methods must write the same bytes.
///
/// Conform only structs, enums and final classes: a subclass would inherit the conformance, and lose its own fields.
public protocol CBOREncodable: Encodable {
  /// Encodes the value as one item.
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: `EncodingError` if the value cannot be represented in CBOR or is nested too deeply.
  func encode(to writer: inout CBORWriter) throws
}

/// A type that encodes itself as CBOR and decodes itself from it, without the containers of `Codable`.
public typealias CBORCodable = CBOREncodable & CBORDecodable
