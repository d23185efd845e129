// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// How an identifier joins the words of a name.
package enum IdentifierStyle: Hashable, Sendable {
  /// `fetch_profile`
  case snake
  /// `FETCH_PROFILE`
  case upperSnake
  /// `fetchProfile`
  case camel
  /// `FetchProfile`
  case pascal

  /// Joins the words of a name; empty if it has none.
  ///
  /// Pascal and camel case keep capital letters of the name, so that `userID` and `HTTPGet` keep theirs.
  package func join(_ words: [String]) -> String {
    switch self {
    case .snake: words.map { $0.lowercased() }.joined(separator: "_")
    case .upperSnake: words.map { $0.uppercased() }.joined(separator: "_")
    case .camel: (words.first?.lowercased() ?? "") + words.dropFirst().map(Self.capitalized).joined()
    case .pascal: words.map(Self.capitalized).joined()
    }
  }

  private static func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
}
