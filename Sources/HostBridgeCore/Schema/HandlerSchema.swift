// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What a handler states about the schema that it was compiled for.
enum HandlerSchema: Sendable {
  /// Nothing; the handler is not checked.
  case unchecked
  /// A fingerprint, which is not 0.
  case fingerprint(UInt64)
  /// The schema of a handler in Swift.
  case type(any CallSchema)
}

extension HandlerSchema {
  /// A Boolean value that indicates whether the handler is known to use raw bytes.
  var isRaw: Bool {
    if case .type(let schema) = self { schema.isRaw } else { false }
  }
}
