// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The identifiers of a generated interface in C, all of which are in one scope.
struct CNames {
  let prefix: String
  private var taken: Set<String>
  private var types: [String: String] = [:]

  init(prefix: String) {
    self.prefix = prefix
    taken = ["_handlers", "_register", "_use_api", "_HOST_H"].reduce(into: []) { $0.insert(Self.joined(prefix, $1)) }
  }

  mutating func reserve(_ identifier: String) { taken.insert(identifier) }

  /// Returns a new identifier for a name, none of whose combinations with a suffix is taken.
  mutating func claim(_ name: String, suffixes: [String] = [""]) -> String {
    let words = NameWords.of(name)
    let base = "\(prefix)_\(IdentifierStyle.snake.join(words.isEmpty ? ["value"] : words))"
    var (unique, number) = (base, 1)
    while suffixes.contains(where: { taken.contains(Self.joined(unique, $0)) }) {
      number += 1
      unique = "\(base)_\(number)"
    }
    for suffix in suffixes { taken.insert(Self.joined(unique, suffix)) }
    return unique
  }

  /// A suffix in capitals is that of a macro or an enumerator.
  private static func joined(_ base: String, _ suffix: String) -> String {
    suffix == suffix.uppercased() && !suffix.isEmpty ? base.uppercased() + suffix : base + suffix
  }

  /// Gives a named type an identifier that was claimed, unless it has one.
  mutating func name(type: String, identifier: String, suffixes: [String]) {
    guard types[type] == nil else { return }
    types[type] = identifier
    for suffix in suffixes { taken.insert(Self.joined(identifier, suffix)) }
  }

  /// Returns the identifier of a named type.
  mutating func identifier(of type: String, suffixes: [String]) -> String {
    if let known = types[type] { return known }
    // A function may have the name of the type, such as `statistics` and `Statistics`.
    let words = IdentifierStyle.snake.join(NameWords.of(type))
    let isTaken = suffixes.contains { taken.contains(Self.joined("\(prefix)_\(words)", $0)) }
    let claimed = claim(isTaken ? type + "_value" : type, suffixes: suffixes)
    types[type] = claimed
    return claimed
  }
}
