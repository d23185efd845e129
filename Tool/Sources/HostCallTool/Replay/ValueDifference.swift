// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import CBORCodec

/// Compares a value with the one that was recorded, as a receiver reads them.
///
///     {"name": "Ada", "age": 36.0}    =    {"age": 36, "name": "Ada", "avatar": null}
///
/// Receivers read pairs in any order, a whole number in any form, and an optional field that is null like one that is
/// missing.
package enum ValueDifference {
  /// Returns the first difference, with its path; `nil` if receivers read the same value.
  ///
  /// - Parameters:
  ///   - expected: The recorded value.
  ///   - found: The value that is compared with it.
  /// - Complexity: O(*n*), where *n* is the number of items in both values.
  package static func first(expected: CBORValue, found: CBORValue) -> ValueError? {
    first(expected, found, "")
  }

  private static func first(_ expected: CBORValue, _ found: CBORValue, _ path: String) -> ValueError? {
    switch (expected, found) {
    case (.array(let expected), .array(let found)): return first(elements: expected, found, path)
    case (.map(let expected), .map(let found)): return first(pairs: expected, found, path)
    case (.tagged(let tag, let expected), .tagged(let other, let found)) where tag == other:
      return first(expected, found, path)
    default:
      if isSame(expected, found) { return nil }
      return ValueError(path: path, found: found, expected: ValueError.notation(expected))
    }
  }

  private static func first(elements expected: [CBORValue], _ found: [CBORValue], _ path: String) -> ValueError? {
    for (index, pair) in zip(expected, found).enumerated() {
      if let error = first(pair.0, pair.1, "\(path)[\(index)]") { return error }
    }
    guard expected.count != found.count else { return nil }
    return ValueError(path: path, found: "\(found.count) elements", expected: "\(expected.count)")
  }

  private static func first(
    pairs expected: [CBORValue.Pair], _ found: [CBORValue.Pair], _ path: String
  ) -> ValueError? {
    var others = Dictionary(found.map { ($0.key, $0.value) }) { first, _ in first }
    for pair in expected {
      let path = path + ValueError.component(pair.key)
      guard let other = others.removeValue(forKey: pair.key) else {
        if isMissing(pair.value) { continue }
        return ValueError(path: path, found: "nothing", expected: ValueError.notation(pair.value))
      }
      if isMissing(pair.value), isMissing(other) { continue }
      if let error = first(pair.value, other, path) { return error }
    }
    // In the order of the message, which a dictionary does not keep.
    guard let other = found.first(where: { others[$0.key] != nil && !isMissing($0.value) }) else { return nil }
    return ValueError(path: path + ValueError.component(other.key), found: other.value, expected: "nothing")
  }

  private static func isMissing(_ value: CBORValue) -> Bool { value == .null || value == .undefined }

  private static func isSame(_ left: CBORValue, _ right: CBORValue) -> Bool {
    if left == right { return true }
    return switch (left, right, left.integer, right.integer) {
    case (_, _, let left?, let right?): left == right
    case (.float(let left), _, _, let right?): Int128(exactly: left) == right
    case (_, .float(let right), let left?, _): left == Int128(exactly: right)
    default: false
    }
  }
}
