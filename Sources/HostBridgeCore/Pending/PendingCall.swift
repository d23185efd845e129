/// A call to the host that has an ID: where it is in the ring, until its caller has left.
///
/// Good for as long as the bridge is held. What is done to a call that has been left finds its slot free, or another
/// call's, and does nothing.
package struct PendingCall: Sendable {
  package let id: UInt64
  let slot: CallSlot
  /// The epoch of the registry in which its handler was found; 0 if it has none.
  var epoch: UInt64 = 0
}

/// What a host may know of a call while it is pending.
struct PendingCallInfo: Sendable {
  let requestEncoding: PayloadEncoding
  let responseEncoding: PayloadEncoding
  let deadline: Deadline
}
