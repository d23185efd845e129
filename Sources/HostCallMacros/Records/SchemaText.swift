// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros

/// The expressions of declared schemas.
enum SchemaText {
  /// Returns the getter's body for a record, or for the cases of an enum.
  ///
  /// - Parameters:
  ///   - call: The function of `HostTypeSchema` with its first arguments, such as `.record(`.
  ///   - elements: The elements of its array.
  static func schema(_ call: String, _ elements: [String], documentation: String?) -> [String] {
    let end = documentation.map { ", documentation: \(literal($0)))" } ?? ")"
    guard !elements.isEmpty else { return ["\(call)[]\(end)"] }
    return ["\(call)["] + elements.map { "  \($0)," } + ["]\(end)"]
  }

  static func field(_ field: Field) -> String {
    var arguments = [literal(field.key.text)]
    if let integer = field.key.integer { arguments.append("integer: \(integer)") }
    arguments.append("\(field.type!.text).self")
    if field.type!.isOptional { arguments.append("isOptional: true") }
    if let text = field.documentation { arguments.append("documentation: \(literal(text))") }
    return "HostFieldSchema(\(arguments.joined(separator: ", ")))"
  }
}
#endif
