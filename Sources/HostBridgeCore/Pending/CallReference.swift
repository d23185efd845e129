/// A call to the host that has an ID: where it is, until its caller has left.
///
/// Good for as long as the bridge is held. What is done to a call that has been left finds its slot free, or another
/// call's, and does nothing.
package struct CallReference: Sendable {
  package let id: UInt64
  let slot: CallSlot

  init(id: UInt64, slot: CallSlot) {
    self.id = id
    self.slot = slot
  }
}

/// What a host may know of a call while it is pending.
struct PendingCallInfo: Sendable {
  let encodings: CallEncodings
  let deadline: Deadline
}
