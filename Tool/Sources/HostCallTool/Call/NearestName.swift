// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Finds the name that was probably misspelled.
enum NearestName {
  /// Returns the one of `names` that is nearest to `name`; `nil` if there are none.
  ///
  /// Complexity: the total length of `names` times the length of `name`.
  static func find(_ name: String, among names: [String]) -> String? {
    let letters = Array(name.unicodeScalars)
    let distances = names.map { (name: $0, distance: distance(letters, Array($0.unicodeScalars))) }
    return distances.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }

  /// Returns whether one name may be a misspelling of the other: at most a quarter of its letters differ.
  static func isClose(_ name: String, _ other: String) -> Bool {
    let (letters, others) = (Array(name.unicodeScalars), Array(other.unicodeScalars))
    let most = max(1, others.count / 4)
    return abs(letters.count - others.count) <= most && distance(letters, others) <= most
  }

  /// Returns the number of insertions, deletions, changes and swaps of adjacent letters that turn `left` into `right`.
  ///
  /// Source: the optimal string alignment distance, computed row by row.
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var distance = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          distance = min(distance, beforeLast[column - 1] + 1)
        }
        current.append(distance)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
