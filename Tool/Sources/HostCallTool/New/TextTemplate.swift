// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Text in which `{{key}}` stands for a value.
struct TextTemplate {
  let text: String

  /// Returns the text with the values in place of their keys; other braces stay.
  func filled(with values: [String: String]) -> String {
    var result = ""
    var rest = text[...]
    while let opening = rest.firstRange(of: "{{"), let closing = rest[opening.upperBound...].firstRange(of: "}}") {
      let key = String(rest[opening.upperBound..<closing.lowerBound])
      if let value = values[key] {
        result += rest[..<opening.lowerBound] + value
        rest = rest[closing.upperBound...]
      } else {
        result += rest[..<opening.upperBound]
        rest = rest[opening.upperBound...]
      }
    }
    return result + rest
  }
}
