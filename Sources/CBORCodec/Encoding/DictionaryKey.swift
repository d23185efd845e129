// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Recognizes the key type of the standard library's dictionaries, which has no public name.
///
/// A key of this type has an integer value if its text is a number.
enum DictionaryKey {
  private static let type = ObjectIdentifier(Swift.type(of: "".codingKey))

  /// Returns a Boolean value that indicates whether a container with keys of this type encodes a dictionary.
  @inline(__always)
  static func isKey<Key: CodingKey>(_ key: Key.Type) -> Bool { ObjectIdentifier(key) == type }
}
