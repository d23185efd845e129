// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Derives wire names from the names of types, also in the macros.
enum SnakeCase {
  /// Converts `FetchProfile` to `fetch_profile`, `HTTPGet` to `http_get`, and `GetURLInfo2` to `get_url_info2`.
  ///
  /// A word starts at a capital letter that follows a small letter or a digit, and at the last of several capitals if a
  /// small letter follows.
  static func convert(_ name: String) -> String {
    let letters = Array(name)
    var result = ""
    for (index, letter) in letters.enumerated() {
      if letter.isUppercase, index > 0 {
        let previous = letters[index - 1]
        let endsAbbreviation =
          previous.isUppercase && index + 1 < letters.count && letters[index + 1].isLowercase
        if previous.isLowercase || previous.isNumber || endsAbbreviation { result += "_" }
      }
      result += letter.lowercased()
    }
    return result
  }
}
