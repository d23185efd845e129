// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// The replacement of fields by their names, at any depth.
struct FieldRedaction {
  /// Messages inside byte strings (tag 24) that are nested deeper in each other, or cannot be read, are replaced as a
  /// whole.
  private static let maximumEmbedding = 8
  /// The maximum number of arrays, maps and tags around an item, of all the messages around it together.
  ///
  /// Each takes a frame of the stack of a task, which may have 512 KiB. A message that nests deeper is replaced as a
  /// whole.
  private static let maximumNesting = CBORLimits().nestingDepth

  /// The position of a value.
  private struct Place {
    /// The number of arrays, maps and tags around it.
    var nesting = 0
    /// The number of messages around its own.
    var embedding = 0

    var inside: Place { Place(nesting: nesting + 1, embedding: embedding) }
  }

  /// The names of the fields, in lower case.
  private let names: Set<String>
  /// The names, as they were found, of the fields that were replaced, and ``CallRecord/redactedMessage``.
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
  /// Recurses once for each level of nesting, which the codec's limits and ``maximumNesting`` bound.
  mutating func redacted(_ value: CBORValue) -> CBORValue { redacted(value, at: Place()) }

  private mutating func redacted(_ value: CBORValue, at place: Place) -> CBORValue {
    switch value {
    case .array(let elements):
      return .array(elements.map { redacted($0, at: place.inside) })
    case .map(let pairs):
      return .map(
        pairs.map { pair in
          if case .text(let name) = pair.key, redacts(name) {
            return CBORValue.Pair(key: pair.key, value: .text(CallRecord.redaction))
          }
          return CBORValue.Pair(
            key: redacted(pair.key, at: place.inside), value: redacted(pair.value, at: place.inside))
        })
    case .tagged(24, .bytes(let bytes)):
      let inside = Place(nesting: place.nesting + 1, embedding: place.embedding + 1)
      guard inside.embedding <= Self.maximumEmbedding, let bytes = redacted(message: bytes, at: inside) else {
        found.insert(CallRecord.redactedMessage)
        return .text(CallRecord.redaction)
      }
      return .tagged(24, .bytes(bytes))
    case .tagged(let tag, let content):
      return .tagged(tag, redacted(content, at: place.inside))
    case .unsigned, .negative, .bytes, .text, .simple, .float: return value
    }
  }

  /// Returns a message inside a byte string with its fields replaced; `nil` if its fields cannot be found.
  private mutating func redacted(message bytes: [UInt8], at place: Place) -> [UInt8]? {
    var decoder = CBORDecoder()
    decoder.limits.nestingDepth = Self.maximumNesting - place.nesting
    guard let value = try? decoder.decode(CBORValue.self, from: bytes) else { return nil }
    let redacted = redacted(value, at: place)
    return redacted == value ? bytes : try? CBOREncoder().encode(redacted)
  }
}
