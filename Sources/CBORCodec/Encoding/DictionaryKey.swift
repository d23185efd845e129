/// The key type of the standard library's dictionaries, which has no public name.
///
/// Its keys have an integer value wherever their text is a number.
enum DictionaryKey {
  private static let type = ObjectIdentifier(Swift.type(of: "".codingKey))

  /// Whether a container with such keys is a dictionary's.
  @inline(__always)
  static func isKey<Key: CodingKey>(_ key: Key.Type) -> Bool { ObjectIdentifier(key) == type }
}
