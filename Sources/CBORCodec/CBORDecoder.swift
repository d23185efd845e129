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
/// Before any `init(from:)` runs, the whole message is checked: that it is well formed, and within
/// ``limits``. Indefinite lengths and any width of integers, lengths and floats are read. Keys that a type
/// does not ask for are ignored, and so are tags. No allocation is larger than what the message's bytes can
/// fill, whatever lengths they claim.
///
/// A decoder is a value without state: one may be used from many threads at once.
public struct CBORDecoder: Sendable {
  /// How numbers without a tag become dates.
  public var dateDecodingStrategy: DateDecodingStrategy = .tagged
  /// What `init(from:)` finds as its decoder's `userInfo`.
  public var userInfo: [CodingUserInfoKey: any Sendable] = [:]
  /// What is accepted from bytes that can't be trusted.
  public var limits = CBORLimits()

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
    try decode(type, from: unsafe InputBuffer(bytes)) { scan throws(CBORError) in try scan.run() }.value
  }

  /// Decodes a value from what `scan` finds well formed.
  ///
  /// - Returns: The value, and the offset where the scan ended.
  func decode<Value: Decodable>(
    _ type: Value.Type, from input: InputBuffer, after scanning: (inout WellFormednessScan) throws(CBORError) -> Void
  ) throws -> (value: Value, end: Int) {
    let workspace = DecodingWorkspace.take()
    var scan = WellFormednessScan(input, limits: limits)
    scan.extents = workspace.context.message.takeExtents()
    scan.exchangeLists(with: workspace)
    try scanning(&scan)
    scan.exchangeLists(with: workspace)
    workspace.context.message.begin(input, extents: scan.extents, options: Options(self))
    let value: Value
    do {
      defer { workspace.context.message.finish() }
      value = try workspace.context.decode(type, at: 0, level: 0)
    }
    DecodingWorkspace.keep(workspace)
    return (value, scan.offset)
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

extension CBORDecoder {
  /// The decoder's options as one call sees them.
  struct Options {
    let dateDecodingStrategy: DateDecodingStrategy
    let userInfo: [CodingUserInfoKey: Any]
    let limits: CBORLimits

    /// Whether they hold nothing of the caller's.
    var isPlain: Bool {
      if case .custom = dateDecodingStrategy { return false }
      return userInfo.isEmpty
    }

    init(_ decoder: CBORDecoder) {
      dateDecodingStrategy = decoder.dateDecodingStrategy
      userInfo = decoder.userInfo.isEmpty ? [:] : decoder.userInfo.mapValues { $0 }
      limits = decoder.limits
    }
  }
}
