// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// The replacement of fields by their names, at any depth.
struct FieldRedaction {
  /// Messages inside byte strings (tag 24) that are nested deeper, or cannot be read, are replaced as a whole.
  private static let maximumEmbedding = 8

  /// The names of the fields, in lower case.
  private let names: Set<String>
  /// The names, as they were found, of the fields that were replaced.
  private(set) var found: Set<String> = []

  init(_ names: Set<String>) {
    self.names = Set(names.map { $0.lowercased() })
  }

  /// Whether nothing is replaced.
  var isEmpty: Bool { names.isEmpty }

  /// Returns whether the value of a field is replaced, and notes that.
  mutating func redacts(_ name: String) -> Bool {
    guard names.contains(name.lowercased()) else { return false }
    found.insert(name)
    return true
  }

  /// Returns a value with its fields replaced.
  ///
  /// Recurses once for each level of nesting, which the codec's limits bound.
  mutating func redacted(_ value: CBORValue) -> CBORValue { redacted(value, embedding: 0) }

  private mutating func redacted(_ value: CBORValue, embedding: Int) -> CBORValue {
    switch value {
    case .array(let elements):
      return .array(elements.map { redacted($0, embedding: embedding) })
    case .map(let pairs):
      return .map(
        pairs.map { pair in
          if case .text(let name) = pair.key, redacts(name) {
            return CBORValue.Pair(key: pair.key, value: .text(CallRecord.redaction))
          }
          return CBORValue.Pair(
            key: redacted(pair.key, embedding: embedding), value: redacted(pair.value, embedding: embedding))
        })
    case .tagged(24, .bytes(let bytes)):
      guard embedding < Self.maximumEmbedding, let bytes = redacted(message: bytes, embedding: embedding + 1) else {
        return .text(CallRecord.redaction)
      }
      return .tagged(24, .bytes(bytes))
    case .tagged(let tag, let content):
      return .tagged(tag, redacted(content, embedding: embedding))
    case .unsigned, .negative, .bytes, .text, .simple, .float: return value
    }
  }

  /// Returns a message inside a byte string with its fields replaced; `nil` if its fields cannot be found.
  private mutating func redacted(message bytes: [UInt8], embedding: Int) -> [UInt8]? {
    guard let value = try? CBORDecoder().decode(CBORValue.self, from: bytes) else { return nil }
    let redacted = redacted(value, embedding: embedding)
    return redacted == value ? bytes : try? CBOREncoder().encode(redacted)
  }
}
