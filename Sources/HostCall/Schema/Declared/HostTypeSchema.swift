// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The declared schema of one type.
///
/// Creating one never fails: a declaration that contradicts itself, such as one with two fields of the same key, is
/// listed in ``HostCallSchema/gaps``.
///
/// Thread safety: a value.
public struct HostTypeSchema: Sendable {
  enum Content: Sendable {
    case record([HostFieldSchema])
    case cases([HostCaseSchema])
    case rawValues(DeclaredType, [HostRawCaseSchema])
  }

  let content: Content
  /// The description of the type, for the descriptor; it does not affect the fingerprint.
  let documentation: String?

  /// Returns the schema of a type that is encoded as a map: in `Codable`, as a keyed container.
  ///
  /// - Parameters:
  ///   - fields: The fields in order of declaration.
  ///   - documentation: The description of the type; `nil`, the default, if it has none.
  public static func record(_ fields: [HostFieldSchema], documentation: String? = nil) -> HostTypeSchema {
    HostTypeSchema(content: .record(fields), documentation: documentation)
  }

  /// Returns the schema of an enum in the form that `Codable` synthesizes: a map of one entry, the case's name and a
  /// map of its associated values.
  ///
  /// - Parameters:
  ///   - cases: The cases in order of declaration.
  ///   - documentation: The description of the type; `nil`, the default, if it has none.
  public static func cases(_ cases: [HostCaseSchema], documentation: String? = nil) -> HostTypeSchema {
    HostTypeSchema(content: .cases(cases), documentation: documentation)
  }

  /// Returns the schema of an enum that is encoded as its raw value, and accepts no other values.
  ///
  /// - Parameters:
  ///   - type: The type of the raw values: `String`, or a built-in type of numbers.
  ///   - cases: The cases in order of declaration.
  ///   - documentation: The description of the type; `nil`, the default, if it has none.
  public static func rawValues(
    _ type: any Decodable.Type, _ cases: [HostRawCaseSchema], documentation: String? = nil
  ) -> HostTypeSchema {
    HostTypeSchema(content: .rawValues(DeclaredType(type), cases), documentation: documentation)
  }
}
