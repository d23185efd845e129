/// A type that reads itself from CBOR, without the containers of `Decodable`.
///
/// ```swift
/// struct Point: Codable, CBORDecodable {
///   var x: Double
///   var label: String?
///
///   init(from reader: inout CBORReader) throws {
///     var x: Double?, label: String?
///     var map = try reader.beginMap()
///     // The fields in the order in which they are written, as far as they come in that order,
///     if reader.nextKey("x", 0, in: &map) { x = try reader.decode() }
///     if reader.nextKey("label", 1, in: &map) { label = try reader.decode() }
///     // and the rest in any order.
///     while let field = try reader.nextField(in: &map, of: ["x", "label"]) {
///       switch field {
///       case 0: x = try reader.decode()
///       default: label = try reader.decode()
///       }
///     }
///     guard let x else { throw reader.keyNotFound("x", in: map) }
///     (self.x, self.label) = (x, label)
///   }
/// }
/// ```
///
/// ``CBORDecoder`` uses it, also for a value inside of one that is only `Decodable`, unless one of its options asks for
/// what is not usual. So it has to accept the same items as the type's own `init(from:)` of a `Decoder`, and to make
/// the same values of them: with other options, and with other decoders, that one is used.
///
/// It may run for the front of a message that turns out to be malformed further on; the value is not returned then.
///
/// Conform structs, enums and final classes only: a subclass would inherit the conformance, and lose its own part.
public protocol CBORDecodable: Decodable {
  /// Creates a value from the next item.
  ///
  /// What it leaves unread of the item is passed over.
  ///
  /// - Parameter reader: Where to read, at the item.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not what the type reads.
  init(from reader: inout CBORReader) throws
}
