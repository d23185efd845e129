// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The identifiers of one scope in a generated file, each used once and none a keyword.
///
///     var scope = NameScope(reserved: ["class", "None"])
///     scope.claim("fetchProfile", .snake)   // fetch_profile
///     scope.claim("fetch_profile", .snake)  // fetch_profile_2
///     scope.claim("class", .snake)          // class_
package struct NameScope: Sendable {
  private var taken: Set<String> = []
  private let reserved: Set<String>

  /// Creates a scope.
  ///
  /// - Parameter reserved: The language's keywords, and other identifiers that the generated code uses there.
  package init(reserved: Set<String>) { self.reserved = reserved }

  /// Returns a new identifier for a name.
  ///
  /// A keyword gets an underscore at its end, a name without any letter or digit is `value`, one that starts with a
  /// digit gets a `v` in front, and a second identifier of the same spelling a number.
  package mutating func claim(_ name: String, _ style: IdentifierStyle) -> String {
    let words = NameWords.of(name)
    var joined = style.join(words.isEmpty ? ["value"] : words)
    if joined.first?.isNumber == true { joined = style.join(["v"]) + joined }
    return claim(identifier: joined)
  }

  /// Returns an identifier that is already spelled as the language wants it, or one like it.
  package mutating func claim(identifier: String) -> String {
    let base = reserved.contains(identifier) ? identifier + "_" : identifier
    var (unique, number) = (base, 1)
    while !taken.insert(unique).inserted || reserved.contains(unique) {
      number += 1
      unique = "\(base)\(base.last == "_" ? "" : "_")\(number)"
    }
    return unique
  }
}
