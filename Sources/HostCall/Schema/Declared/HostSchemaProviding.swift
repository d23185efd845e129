// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A type that declares its schema, so that HostCall does not have to find it by decoding made-up values.
///
///     extension Profile: HostSchemaProviding {
///       static var hostSchema: HostTypeSchema {
///         .record([
///           HostFieldSchema("name", String.self),
///           HostFieldSchema("avatar", [UInt8].self, isOptional: true),
///         ])
///       }
///     }
///
/// The schema of a call, and its fingerprint, are the same whether a type declares its schema or HostCall finds it. A
/// declaration must describe what `init(from:)` decodes: it is not checked against it. Nothing of the type but
/// ``hostSchema`` is run, unless a type that does not declare its schema contains it and requires a value to decode.
///
/// Conform only structs, enums and final classes: a subclass would inherit the declaration.
public protocol HostSchemaProviding: Decodable {
  /// The schema of the type.
  ///
  /// It may refer to the type itself. Read from any thread.
  static var hostSchema: HostTypeSchema { get }
}
