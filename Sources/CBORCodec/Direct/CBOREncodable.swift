/// A type that writes itself as CBOR, without the containers of `Encodable`.
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
/// ``CBOREncoder`` uses it, also for a value inside of one that is only `Encodable`, unless one of its options asks for
/// what is not usual. So the bytes have to be the same as those of the type's own `encode(to:)` for an `Encoder`: with
/// other options, and with other encoders, that one is used.
///
/// Conform structs, enums and final classes only: a subclass would inherit the conformance, and lose its own part.
public protocol CBOREncodable: Encodable {
  /// Writes the value as one item.
  ///
  /// - Parameter writer: Where to write.
  /// - Throws: `EncodingError` if the value has no form in CBOR or is nested too deep.
  func encode(to writer: inout CBORWriter) throws
}

/// A type that reads itself from CBOR and writes itself as such, without the containers of `Codable`.
public typealias CBORCodable = CBOREncodable & CBORDecodable
