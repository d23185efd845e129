// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What the queue of a listener to events drops when it is full.
public enum EventPolicy: Hashable, Sendable, CaseIterable {
  /// The event that has waited for the longest, for events that replace earlier ones, such as a new price.
  case dropOldest
  /// The new event, for events of which the first matter most.
  case dropNewest
}

/// The limits of a listener to events.
package enum EventCapacity {
  /// The capacity of a listener that does not state one, in events.
  package static let standard = 256
  /// The largest capacity in events.
  package static let maximum = 65_536
}
