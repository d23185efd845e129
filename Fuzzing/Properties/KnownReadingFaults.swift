/// Faults of direct reading that are known and being mended. Delete this file, and what calls it, once they are.
enum KnownReadingFaults {
  /// Returns a Boolean value that indicates whether changed messages of a type are read wrong: `Pair` and `Shape` leave
  /// a part of their item unread (A5), and `CBORTagged` can't be read with the tag 55799 (A7).
  static func isAffected(_ type: Any.Type) -> Bool {
    ["Pair", "Shape", "Holder", "Node", "Everything", "Form"].contains { "\(type)".contains($0) }
  }

  /// Returns a Boolean value that indicates whether a type can't be read at all (A7).
  static func isUnreadable(_ type: Any.Type) -> Bool {
    ["55799", "Holder"].contains { "\(type)".contains($0) }
  }

  /// Returns a Boolean value that indicates whether the path of an error lacks its key: a dictionary's key that is not
  /// text, or a field's key that occurs as text and as an integer.
  static func lacksKey(_ context: DecodingError.Context) -> Bool {
    ["Expected a key of type", "The map has the key"].contains { context.debugDescription.hasPrefix($0) }
  }
}
