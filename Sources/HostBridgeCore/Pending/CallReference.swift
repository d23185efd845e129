// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The ID and slot of a call to the host, until its caller leaves it.
///
/// Valid while the bridge is retained. Operations on a call that has been left find its slot free or taken by another
/// call, and do nothing.
package struct CallReference: Sendable {
  package let id: UInt64
  let slot: CallSlot

  init(id: UInt64, slot: CallSlot) {
    self.id = id
    self.slot = slot
  }
}
