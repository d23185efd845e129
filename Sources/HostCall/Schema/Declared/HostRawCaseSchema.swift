// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The declared schema of a case of an enum that is encoded as its raw value.
///
/// Thread safety: a value.
public struct HostRawCaseSchema: Sendable {
  let name: String
  let rawValue: String
  let documentation: String?

  /// Creates the schema of a case.
  ///
  /// - Parameters:
  ///   - name: The case's name in Swift.
  ///   - rawValue: The raw value: the content of a string, or a number in decimal.
  ///   - documentation: The description of the case; `nil`, the default, if it has none.
  public init(_ name: String, rawValue: String, documentation: String? = nil) {
    self.name = name
    self.rawValue = rawValue
    self.documentation = documentation
  }
}
