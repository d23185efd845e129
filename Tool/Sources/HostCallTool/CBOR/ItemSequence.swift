internal import CBORCodec

/// The items of a sequence (RFC 8742), of which there is at least one.
struct ItemSequence {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Calls `body` with the bytes of each item.
  ///
  /// - Throws: What `body` throws, and a `CBORError` whose offset counts from the beginning of the sequence.
  func forEach(_ body: (_ item: ArraySlice<UInt8>) throws -> Void) throws {
    var rest = bytes[...]
    repeat {
      let count: Int
      do {
        count = try CBORDecoder().decodePrefix(AnyItem.self, from: rest).count
      } catch var error as CBORError {
        error.offset += rest.startIndex
        throw error
      }
      try body(rest.prefix(count))
      rest = rest.dropFirst(count)
    } while !rest.isEmpty
  }

  /// Any item, of which nothing is asked but that it is well-formed.
  private struct AnyItem: Decodable {
    init(from decoder: any Decoder) {}
  }
}
