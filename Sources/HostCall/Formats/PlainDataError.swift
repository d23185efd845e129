// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The error for a type that is not plain, or for bytes that are not a value of a plain type.
package struct PlainDataError: Error, Hashable, CustomStringConvertible {
  package let description: String
}

extension PlainDataError {
  /// Returns the error for a number of bytes that is not the size of `type`.
  static func wrongSize(_ count: Int, for type: Any.Type, expected size: Int) -> PlainDataError {
    PlainDataError(description: "found \(count) raw bytes; expected \(size), the size of \(TypeName.of(type))")
  }
}
