// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A call or stream that the core makes, or that it exposes, or an event, as the descriptor lists it.
package struct DescribedCall: Sendable {
  package enum Direction: Sendable {
    /// The core calls the host, or emits the event.
    case toHost
    /// The host calls a function that the core exposes, or the core listens to the event.
    case toCore
  }

  package let direction: Direction
  package let call: NamedCall
}

extension DescribedCall: Equatable {
  /// Returns whether two values are the same call with the same schema.
  package static func == (left: DescribedCall, right: DescribedCall) -> Bool {
    left.direction == right.direction && left.call.name == right.call.name
      && left.call.kind == right.call.kind && left.call.schema === right.call.schema
  }
}
