#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Turns CBOR (RFC 8949) into `Decodable` values.
///
/// ```swift
/// let bytes: [UInt8] = [0xa1, 0x61, 0x61, 0x82, 0x01, 0x02]
/// let lists = try CBORDecoder().decode([String: [Int]].self, from: bytes)   // ["a": [1, 2]]
/// ```
///
/// No value is returned unless the whole message is well formed, and within ``limits``. Indefinite lengths and any
/// width of integers, lengths and floats are read. Keys that a type does not ask for are ignored, and so are tags; a
/// dictionary asks for all keys. No allocation is larger than what the message's bytes can fill, whatever lengths they
/// claim.
///
/// A decoder is a value without state: one may be used from many threads at once.
public struct CBORDecoder: Sendable {
  /// How numbers without a tag become dates.
  public var dateDecodingStrategy: DateDecodingStrategy = .tagged
  /// Whether a floating-point number without a fraction decodes as an integer, if the type holds it; it does not unless
  /// set.
  public var acceptsIntegralFloats = false
  /// Whether a key that a type does not ask for is an error; it is passed over unless set.
  ///
  /// The keys of a map are those that a keyed container is asked for while the message is decoded, `allKeys` included.
  public var rejectsUnknownKeys = false
  /// What `init(from:)` finds as its decoder's `userInfo`.
  public var userInfo: [CodingUserInfoKey: any Sendable] = [:]
  /// What is accepted from bytes that can't be trusted.
  public var limits = CBORLimits()
  /// Whether the whole message is checked before any `init(from:)` runs.
  ///
  /// Off unless set. A message is checked while it is read, so an initializer may run for the front of one that turns
  /// out to be malformed further on; its value is not returned. Set it where an initializer does more than make a
  /// value. It costs another pass over the message.
  public var checksFirst = false

  /// A decoder with the options as they are unless set.
  public init() {}

  /// Decodes a value from a message of one CBOR item.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - bytes: The message.
  /// - Returns: The value. Time is linear in the message's size, except for sorting the keys of large maps.
  /// - Throws: ``CBORError`` if the message is malformed or past a limit; `DecodingError` if it is not what the
  ///   type decodes from, with the byte offset in the debug description; and whatever an `init(from:)` throws.
  public func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    try unsafe bytes.withUnsafeBytes { try unsafe decode(type, from: $0) }
  }

  /// Decodes a value from a message of one CBOR item in a slice.
  ///
  /// Offsets in errors count from its start.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - bytes: The message.
  /// - Returns: The value.
  /// - Throws: The same as decoding from `[UInt8]`.
  public func decode<Value: Decodable>(_ type: Value.Type, from bytes: ArraySlice<UInt8>) throws -> Value {
    try unsafe bytes.withUnsafeBytes { try unsafe decode(type, from: $0) }
  }

  /// Decodes a value from a message of one CBOR item in Foundation's `Data`.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - data: The message.
  /// - Returns: The value.
  /// - Throws: The same as decoding from `[UInt8]`.
  public func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    try unsafe data.withUnsafeBytes { try unsafe decode(type, from: $0) }
  }

  /// Decodes a value from a message of one CBOR item in memory that somebody else owns.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - bytes: The message. It is read during the call only; nobody may change it meanwhile.
  /// - Returns: The value, which holds copies of what it needs.
  /// - Throws: The same as decoding from `[UInt8]`.
  public func decode<Value: Decodable>(_ type: Value.Type, from bytes: UnsafeRawBufferPointer) throws -> Value {
    var end = 0
    return try decode(type, from: unsafe InputBuffer(bytes), Options(self), endingAt: &end)
  }

  /// Decodes a value from an item.
  ///
  /// - Parameter end: Gets the offset where the item ends. It is not returned, since to find out the type of two values at
  ///   run time takes longer than to read one.
  func decode<Value: Decodable>(
    _ type: Value.Type, from input: InputBuffer, _ options: Options, endingAt end: inout Int
  ) throws -> Value {
    let context = DecodingContext.take()
    let message = context.message
    message.begin(input, options)
    let value: Value
    do {
      defer {
        context.detachContainers()
        message.finish()
      }
      do {
        // A value is read from front to back, and may need most of the memory that there is for it.
        if Value.self == CBORValue.self { try message.scan(keepsExtents: false) }
        if !message.isStraight { try message.scan() }
        value = try context.decode(type, at: 0, level: 0)
        end = try message.complete()
      } catch {
        // That the message is malformed comes first.
        try message.scan()
        throw error
      }
    }
    DecodingContext.keep(context)
    return value
  }

  /// Checks a message without decoding it: that it is one well-formed item within ``limits``.
  ///
  /// - Parameter bytes: The message.
  /// - Throws: ``CBORError`` for the first fault found.
  public func validate(_ bytes: [UInt8]) throws(CBORError) {
    try unsafe bytes.span.withUnsafeBytes { (bytes) throws(CBORError) in try unsafe validate(bytes) }
  }

  /// Checks a message without decoding it, in memory that somebody else owns.
  ///
  /// - Parameter bytes: The message. It is read during the call only; nobody may change it meanwhile.
  /// - Throws: ``CBORError`` for the first fault found.
  public func validate(_ bytes: UnsafeRawBufferPointer) throws(CBORError) {
    var scan = unsafe WellFormednessScan(InputBuffer(bytes), limits: limits)
    try scan.run()
  }
}
