// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What answers a message: one response, a stream of items, or nothing.
package enum CallKind: Hashable, Sendable {
  case call
  case stream
  /// Never the kind of a handler.
  case event

  var other: CallKind { self == .call ? .stream : .call }
}
