// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The facts that a bridge keeps about a type of event that the core has emitted.
///
/// Thread safety: immutable.
package final class EventTarget: Sendable {
  package let name: WireName

  package init(_ name: WireName) {
    self.name = name
  }
}
