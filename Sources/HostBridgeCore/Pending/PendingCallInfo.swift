/// The facts about a pending call that the host can query.
struct PendingCallInfo: Sendable {
  let encodings: CallEncodings
  let deadline: Deadline
}
