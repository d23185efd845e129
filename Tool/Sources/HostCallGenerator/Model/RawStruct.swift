// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A value that crosses as its memory: numbers at offsets, without padding.
package struct RawStruct: Hashable, Sendable {
  /// A number in the memory, or a vector of numbers.
  package struct Field: Hashable, Sendable {
    /// The names of the struct's field and of those within it, such as `position` and `x`.
    package var path: [String]
    /// The type of the number: ``InterfaceType/bool``, an integer or a number in floating point.
    package var number: InterfaceType
    /// The number of numbers, one after the other; 1, unless the field is a vector.
    package var count: Int
    /// The offset in bytes.
    package var offset: Int
  }

  /// The size in bytes.
  package var size: Int
  /// Whether numbers have their least significant byte first.
  package var isLittleEndian: Bool
  /// The fields, by offset.
  package var fields: [Field]
}
