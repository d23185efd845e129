// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An event, in either direction.
package struct InterfaceEvent: Hashable, Sendable {
  /// What a listener's full queue drops.
  package enum Policy: Hashable, Sendable {
    case dropOldest
    case dropNewest
  }

  /// The wire name.
  package var name: String
  /// The name of the event's type in Swift; empty if it is not known.
  package var typeName: String
  /// The payload.
  package var payload: InterfacePart
  /// The policy of the core's type.
  package var policy: Policy
  /// The description, if there is one.
  package var documentation: String?
}
