// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The values of a sequence of CBOR items (RFC 8742) whose bytes arrive in chunks.
///
/// ```swift
/// for try await event in CBORDecoder().items(Event.self, from: connection.chunks) { show(event) }
/// ```
///
/// A value is available as soon as the last byte of its item has arrived. Time is linear in the number of bytes,
/// however they are split, and memory holds one item and one chunk at a time. ``CBORLimits/messageSize`` applies to
/// each item.
public struct CBORItems<Value: Decodable, Chunks: AsyncSequence>: AsyncSequence where Chunks.Element == [UInt8] {
  /// The type that each item decodes to.
  public typealias Element = Value

  let decoder: CBORDecoder
  let chunks: Chunks

  /// An iterator that decodes the values one after another.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let decoder: CBORDecoder
    private var chunks: Chunks.AsyncIterator
    private var rest: ArraySlice<UInt8> = []
    /// The offset of the first byte of `rest` in the sequence.
    private var offset = 0
    private var isAtEnd = false

    init(decoder: CBORDecoder, chunks: Chunks.AsyncIterator) {
      self.decoder = decoder
      self.chunks = chunks
    }

    /// Decodes the next item.
    ///
    /// - Parameter actor: The actor on which the iterator waits for chunks.
    /// - Returns: The value; `nil` at the end of the sequence, and after an error.
    /// - Throws: ``CBORError`` if the item is malformed or incomplete at the end, with an offset from the start of the
    ///   sequence; `DecodingError` if the type cannot be decoded from the item; and any error that `chunks` throws.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Value? {
      var boundary = ItemBoundary(limits: decoder.limits)
      while !isAtEnd {
        if !rest.isEmpty, try isWhole(&boundary) { return try decodeItem() }
        guard let chunk = try await nextChunk(isolation: actor) else { break }
        // Drops the bytes of earlier items.
        if rest.startIndex > 0 { rest = Array(rest)[...] }
        rest.append(contentsOf: chunk)
      }
      defer { isAtEnd = true }
      return rest.isEmpty || isAtEnd ? nil : try decodeItem()
    }

    private mutating func isWhole(_ boundary: inout ItemBoundary) throws -> Bool {
      do {
        return try boundary.isWhole(in: rest)
      } catch {
        throw end(with: error)
      }
    }

    private mutating func nextChunk(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
      do {
        return try await chunks.next(isolation: actor)
      } catch {
        isAtEnd = true
        throw error
      }
    }

    private mutating func decodeItem() throws -> Value {
      do {
        let (value, count) = try decoder.decodePrefix(Value.self, from: rest)
        rest = rest.dropFirst(count)
        offset += count
        return value
      } catch {
        throw end(with: error)
      }
    }

    /// Ends the sequence, and returns the error with its offset from the sequence's start.
    private mutating func end(with error: any Error) -> any Error {
      isAtEnd = true
      guard var error = error as? CBORError else { return error }
      // The offset may be a size limit, of any size.
      error.offset = Swift.min(error.offset, .max - offset) + offset
      return error
    }
  }

  /// Returns an iterator over the values.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(decoder: decoder, chunks: chunks.makeAsyncIterator())
  }
}

extension CBORItems: Sendable where Chunks: Sendable, Value: SendableMetatype {}
