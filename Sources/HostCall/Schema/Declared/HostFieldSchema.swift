// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The declared schema of a field, or of an associated value.
///
/// Thread safety: a value.
public struct HostFieldSchema: Sendable {
  let key: String
  let integer: Int?
  private let valueType: DeclaredType
  let isOptional: Bool
  let documentation: String?

  /// Creates the schema of a field.
  ///
  /// - Parameters:
  ///   - key: The text of the field's `CodingKey`; for an associated value without a label, `_0` and so on.
  ///   - integer: The integer of the `CodingKey`; `nil`, the default, if it has none. Calls use text keys, so it
  ///     does not affect the fingerprint.
  ///   - type: The type of a value that is not `nil`: `String.self` for a field of type `String?`, and
  ///     `String?.self` for one of type `String??`.
  ///   - isOptional: Whether the field may be missing or null; `false` by default.
  ///   - documentation: The description of the field; `nil`, the default, if it has none.
  public init(
    _ key: String, integer: Int? = nil, _ type: any Decodable.Type, isOptional: Bool = false,
    documentation: String? = nil
  ) {
    self.key = key
    self.integer = integer
    valueType = DeclaredType(type)
    self.isOptional = isOptional
    self.documentation = documentation
  }

  /// The type of a value that is not `nil`.
  var type: any Decodable.Type { valueType.type }
}
