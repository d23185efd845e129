internal import HostBridgeCore
internal import HostCall

/// What became of one answer that a host gave: what `hostcall_complete` returned for it.
public enum AnswerStatus: Hashable, Sendable {
  /// It is the call's answer: `HOSTCALL_OK`.
  case accepted
  /// Refused, since the call had ended: by another answer, its deadline, or its caller's giving up.
  /// `HOSTCALL_UNKNOWN_CALL`.
  case late
  /// Refused, since it had more bytes than `HostBridgeConfiguration.maximumPayloadSize`; the call ended with
  /// `resourceExhausted`. `HOSTCALL_RESOURCE_EXHAUSTED`.
  case tooLarge
  /// Refused, since the bridge was closing or closed: `HOSTCALL_CLOSED` or `HOSTCALL_INVALID_BRIDGE`.
  case closed

  init(_ status: Status) {
    self =
      switch status {
      case .ok: .accepted
      case .resourceExhausted: .tooLarge
      case .closed, .invalidBridge: .closed
      // `hostcall_complete` returns no other status for an answer that is well-formed.
      default: .late
      }
  }
}
