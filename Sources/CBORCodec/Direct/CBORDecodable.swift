// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A type that decodes itself from CBOR, without the containers of `Decodable`.
///
/// ```swift
/// struct Point: Codable, CBORDecodable {
///   var x: Double
///   var label: String?
///
///   init(from reader: inout CBORReader) throws {
///     var x: Double?, label: String?
///     var map = try reader.beginMap()
///     // The fields in the order in which they are encoded, as long as they come in that order,
///     if reader.nextKey("x", 0, in: &map) { x = try reader.decode(Double.self) }
///     if reader.nextKey("label", 1, in: &map) { label = try reader.decode() }
///     // and the rest in any order.
///     while let field = try reader.nextField(in: &map, of: ["x", "label"]) {
///       switch field {
///       case 0: x = try reader.decode(Double.self)
///       default: label = try reader.decode()
///       }
///     }
///     guard let x else { throw reader.keyNotFound("x", in: map) }
///     (self.x, self.label) = (x, label)
///   }
/// }
/// ```
///
/// ``CBORDecoder`` uses this conformance, also for values inside types that are only `Decodable`, unless one of its
/// options requires the containers. With such options, and with other decoders, the type's `init(from:)` for a
/// `Decoder` is used. So both initializers must accept the same items and create equal values.
///
/// The errors of both have the same coding paths, except for a field that the message has by its integer: a reader
/// knows only the keys in the message, so the path has the integer, and not the text of the type's `CodingKey`.
///
/// The initializer may run for the front of a message that is malformed further on. The decoder never returns that
/// value.
///
/// Conform only structs, enums and final classes: a subclass would inherit the conformance, and lose its own fields.
public protocol CBORDecodable: Decodable {
  /// Creates a value from the next item.
  ///
  /// The decoder skips any part of the item that the initializer does not read. An array or a map that the initializer
  /// opens, and does not read to its end, must be the last item that it reads.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the type cannot be decoded from the item.
  init(from reader: inout CBORReader) throws
}
