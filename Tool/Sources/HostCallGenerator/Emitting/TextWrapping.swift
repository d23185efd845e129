// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Breaks text at spaces.
enum TextWrapping {
  /// Returns a line as lines of at most `width` characters.
  ///
  /// A word that is longer has a line of its own.
  static func lines(_ line: some StringProtocol, width: Int) -> [String] {
    var lines = [""]
    for word in line.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
