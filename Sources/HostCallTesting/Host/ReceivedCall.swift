public import HostCall

/// A call that a host has received, and what has become of it since.
///
/// A snapshot.
///
/// Thread safety: a value.
public struct ReceivedCall<Call: HostCallable>: Sendable {
  /// The request, decoded from the bytes that crossed.
  public let request: Call
  /// The call's ID on its bridge, from 1.
  public let callID: UInt64
  /// When it came, on the host's clock: the time since the host was made.
  public let arrival: Duration
  /// How long there was until its deadline when it came; nil without a deadline.
  public let remaining: Duration?
  /// Whether the host was told that nobody waits for its answer any more: the caller's task was cancelled, the deadline
  /// passed or the bridge was closed, before there was an answer.
  public let isCancelled: Bool
  /// What became of the answers that were given, in the order in which they were.
  public let answers: [AnswerStatus]
}
