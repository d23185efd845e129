/// The values of a sequence of CBOR items (RFC 8742) whose bytes arrive in chunks.
///
/// ```swift
/// for try await event in CBORDecoder().items(Event.self, from: connection.chunks) { show(event) }
/// ```
///
/// A value is there as soon as the last byte of its item is. Time is linear in the number of bytes, however they are
/// cut; what is kept is one item and one chunk. ``CBORLimits/messageSize`` bounds each item.
public struct CBORItems<Value: Decodable, Chunks: AsyncSequence>: AsyncSequence where Chunks.Element == [UInt8] {
  /// What an item decodes as.
  public typealias Element = Value

  let decoder: CBORDecoder
  let chunks: Chunks

  /// Reads the values one after the other.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let decoder: CBORDecoder
    private var chunks: Chunks.AsyncIterator
    private var rest: ArraySlice<UInt8> = []
    /// The offset in the sequence of the first byte of `rest`.
    private var offset = 0
    private var isAtEnd = false

    init(decoder: CBORDecoder, chunks: Chunks.AsyncIterator) {
      self.decoder = decoder
      self.chunks = chunks
    }

    /// Decodes the next item.
    ///
    /// - Parameter actor: The actor on which the chunks are waited for.
    /// - Returns: The value; nil at the end of the sequence.
    /// - Throws: ``CBORError``, whose offset counts from the start of the sequence, if the item is malformed, or cut off by
    ///   the end; `DecodingError` if it is not what the type decodes from; and whatever the chunks throw. Nothing is read
    ///   after an error.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Value? {
      var boundary = ItemBoundary(limits: decoder.limits)
      while !isAtEnd {
        if !rest.isEmpty, boundary.isWhole(in: rest) { return try decodeItem() }
        guard let chunk = try await chunks.next(isolation: actor) else { break }
        // The bytes of earlier items are not kept.
        if rest.startIndex > 0 { rest = Array(rest)[...] }
        rest.append(contentsOf: chunk)
      }
      defer { isAtEnd = true }
      return rest.isEmpty || isAtEnd ? nil : try decodeItem()
    }

    private mutating func decodeItem() throws -> Value {
      do {
        let (value, count) = try decoder.decodePrefix(Value.self, from: rest)
        rest = rest.dropFirst(count)
        offset += count
        return value
      } catch {
        isAtEnd = true
        guard var error = error as? CBORError else { throw error }
        error.offset += offset
        throw error
      }
    }
  }

  /// Creates an iterator over the values.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(decoder: decoder, chunks: chunks.makeAsyncIterator())
  }
}

extension CBORItems: Sendable where Chunks: Sendable, Value: SendableMetatype {}
