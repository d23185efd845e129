/// One call to the host while it is pending, and afterwards for as long as somebody has to learn how it ended.
///
/// Its variables belong to the ``PendingTable`` that made it, and are read and written only under that table's lock.
package final class PendingCall: @unchecked Sendable {  // protected by the lock of its PendingTable
  package let id: UInt64
  package let wireName: WireName
  package let requestEncoding: PayloadEncoding
  package let responseEncoding: PayloadEncoding
  package let deadline: Deadline

  var state = CallStateMachine()
  /// What the call ended with; set together with the state's ending.
  var outcome: Result<[UInt8], BridgeError>?
  /// Whom to resume, once the caller has suspended.
  var waiter: Waiter?
  /// The handler that was invoked, leased until the table forgets the call.
  var handler: HostHandler?

  init(
    id: UInt64, wireName: WireName, requestEncoding: PayloadEncoding, responseEncoding: PayloadEncoding,
    deadline: Deadline
  ) {
    self.id = id
    self.wireName = wireName
    self.requestEncoding = requestEncoding
    self.responseEncoding = responseEncoding
    self.deadline = deadline
  }
}
