// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A type in a declaration.
///
/// Thread safety: immutable. The compiler does not know it, since a conformance may belong to an actor; such a type
/// cannot be passed to a declaration, which belongs to none.
struct DeclaredType: @unchecked Sendable {
  let type: any Decodable.Type

  init(_ type: any Decodable.Type) { self.type = type }
}
