// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The text and integer keys of a map, sorted by fingerprint.
struct MapIndex {
  private var pairs: [(fingerprint: UInt64, key: Int, value: Int)] = []

  init(capacity: Int) { pairs.reserveCapacity(capacity) }

  /// The number of pairs.
  var count: Int { pairs.count }

  /// Adds a pair, unless its key cannot be a `CodingKey`.
  mutating func add(_ head: Head, key: Int, value: Int, in message: DecodingMessage) throws {
    let fingerprint: UInt64
    switch head.kind {
    case .text where message.isTextInPlace(head):
      fingerprint = message.input.fingerprint(of: try message.input.definiteContent(of: head, at: key))
    case .text:
      fingerprint = Self.fingerprint(Array(try message.keyText(at: key, head: head).utf8))
    case .unsigned, .negative:
      guard let number = head.integer else { return }
      fingerprint = Self.fingerprint(number)
    default:
      return
    }
    pairs.append((fingerprint, key, value))
  }

  /// Sorts the pairs, keeping those with equal keys in the message's order.
  ///
  /// Call this after adding all pairs.
  mutating func sort() {
    pairs.sort { ($0.fingerprint, $0.key) < ($1.fingerprint, $1.key) }
  }

  /// The offsets of a key and its value.
  typealias Pair = (key: Int, value: Int)

  /// Returns the pairs of a key as text and as an integer.
  ///
  /// - Complexity: O(log *n*), where *n* is the number of pairs.
  func pairs(
    _ text: String, or number: Int?, in message: DecodingMessage
  ) throws -> (asText: Pair?, asInteger: Pair?) {
    let asText = try pair(withFingerprint: Self.fingerprint(Array(text.utf8)), text, or: number, in: message)
    return (
      asText, try number.flatMap { try pair(withFingerprint: Self.fingerprint($0), text, or: number, in: message) }
    )
  }

  private func pair(
    withFingerprint fingerprint: UInt64, _ text: String, or number: Int?, in message: DecodingMessage
  ) throws -> Pair? {
    var low = 0
    var high = pairs.count
    while low < high {
      let middle = (low + high) / 2
      if pairs[middle].fingerprint < fingerprint { low = middle + 1 } else { high = middle }
    }
    while low < pairs.count, pairs[low].fingerprint == fingerprint {
      let head = try message.head(at: pairs[low].key)
      if try message.isKey(head, at: pairs[low].key, equalTo: text, or: number) {
        return (pairs[low].key, pairs[low].value)
      }
      low += 1
    }
    return nil
  }

  private static func fingerprint(_ content: [UInt8]) -> UInt64 {
    unsafe content.withUnsafeBytes { unsafe InputBuffer($0).fingerprint(of: 0..<$0.count) }
  }

  private static func fingerprint(_ number: Int) -> UInt64 {
    KeyFingerprint.of(.unsigned, UInt64(bitPattern: Int64(number)))
  }
}
