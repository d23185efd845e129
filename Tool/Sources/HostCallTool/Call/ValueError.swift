// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// An error in a value that was given for a request or an answer.
package struct ValueError: Error, CustomStringConvertible {
  /// What was found, where, and what was expected.
  package let description: String

  init(_ description: String) {
    self.description = description
  }

  /// - Parameters:
  ///   - path: The path of the value, such as `.position.x`; empty for the whole value.
  ///   - found: The value.
  ///   - expected: What was expected in its place.
  init(path: String, found: CBORValue, expected: String) {
    self.init(path: path, found: Self.notation(found), expected: expected)
  }

  init(path: String, found: String, expected: String) {
    self.init((path.isEmpty ? "" : "\(path): ") + "found \(found), expected \(expected)")
  }

  /// Returns the component of a path for the value of a key.
  static func component(_ key: CBORValue) -> String {
    if case .text(let text) = key { ".\(text)" } else { "[\(key)]" }
  }

  /// Returns the beginning of a value in diagnostic notation.
  static func notation(_ value: CBORValue) -> String {
    let text = value.diagnosticDescription
    return text.count > 60 ? "\(text.prefix(60))…" : text
  }
}
