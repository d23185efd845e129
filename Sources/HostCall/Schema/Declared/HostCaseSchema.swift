// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The declared schema of an enum's case in the form that `Codable` synthesizes.
///
/// Thread safety: a value.
public struct HostCaseSchema: Sendable {
  let name: String
  let fields: [HostFieldSchema]
  let documentation: String?

  /// Creates the schema of a case.
  ///
  /// - Parameters:
  ///   - name: The text of the case's `CodingKey`, by default the case's name.
  ///   - fields: The associated values in order of declaration; empty, the default, for a case without any.
  ///   - documentation: The description of the case; `nil`, the default, if it has none.
  public init(_ name: String, _ fields: [HostFieldSchema] = [], documentation: String? = nil) {
    self.name = name
    self.fields = fields
    self.documentation = documentation
  }
}
