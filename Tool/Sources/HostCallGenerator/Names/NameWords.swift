// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Splits names into words.
package enum NameWords {
  /// Returns the words of a name: `user` and `ID` for `userID`, `user_ID` and `user-ID`.
  ///
  /// A word starts at a capital letter that follows a small letter or a digit, at the last of several capitals if a
  /// small letter follows, and after anything that is neither a letter nor a digit of ASCII.
  package static func of(_ name: String) -> [String] {
    let letters = Array(name.unicodeScalars)
    var words: [String] = []
    var word = ""
    for (index, letter) in letters.enumerated() {
      guard isLetter(letter) || isDigit(letter) else {
        words.append(word)
        word = ""
        continue
      }
      if isCapital(letter), let previous = word.unicodeScalars.last {
        let endsAbbreviation = isCapital(previous) && index + 1 < letters.count && isSmall(letters[index + 1])
        if isSmall(previous) || isDigit(previous) || endsAbbreviation {
          words.append(word)
          word = ""
        }
      }
      word.unicodeScalars.append(letter)
    }
    return (words + [word]).filter { !$0.isEmpty }
  }

  private static func isCapital(_ letter: Unicode.Scalar) -> Bool { ("A"..."Z").contains(letter) }

  private static func isSmall(_ letter: Unicode.Scalar) -> Bool { ("a"..."z").contains(letter) }

  private static func isLetter(_ letter: Unicode.Scalar) -> Bool { isCapital(letter) || isSmall(letter) }

  private static func isDigit(_ letter: Unicode.Scalar) -> Bool { ("0"..."9").contains(letter) }
}
