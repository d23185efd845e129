// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// A sequence of at least one item (RFC 8742).
struct ItemSequence {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Calls `body` with the bytes of each item.
  ///
  /// - Throws: The errors of `body`, and a `CBORError` whose offset is from the start of the sequence.
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

  /// The first fault; `nil` if all items are well-formed.
  var firstFault: CBORError? {
    do {
      try forEach { _ in }
      return nil
    } catch {
      return error as? CBORError
    }
  }

  /// Any well-formed item.
  private struct AnyItem: Decodable {
    init(from decoder: any Decoder) {}
  }
}
