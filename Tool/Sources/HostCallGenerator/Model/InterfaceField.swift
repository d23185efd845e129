// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A field of a record, or an associated value of an enumeration's case.
package struct InterfaceField: Hashable, Sendable {
  /// The key in the message; that of an associated value without a label is `_0` and so on.
  package var key: String
  /// The type, which is ``InterfaceType/optional(_:)`` if the field may be null.
  package var type: InterfaceType
  /// Whether the field may be missing.
  ///
  /// Swift omits such a field that has no value, and accepts null for it.
  package var mayBeMissing: Bool
  /// The description, if there is one.
  package var documentation: String?

  /// Whether the field may have no value: it may be missing, or null.
  package var isOptional: Bool { mayBeMissing || type.isOptional }
}
