// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The request, the response, the failure or the payload of a message.
package struct InterfacePart: Hashable, Sendable {
  /// The type.
  package var type: InterfaceType
  /// Whether the value crosses as its memory; then its type is a number, or named and a ``RawStruct``.
  package var isRaw: Bool
  /// Whether numbers have their least significant byte first; has a meaning only if the value crosses raw.
  package var isLittleEndian: Bool
}
