// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A case of an enumeration.
package struct InterfaceCase: Hashable, Sendable {
  /// The name, which is the only key of the case's map.
  package var name: String
  /// The associated values, in order of declaration.
  package var fields: [InterfaceField]
  /// The description, if there is one.
  package var documentation: String?
}
