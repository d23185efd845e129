// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// How a call is answered: with one response, or with a stream of items.
package enum CallKind: Hashable, Sendable {
  case call
  case stream

  var other: CallKind { self == .call ? .stream : .call }
}
