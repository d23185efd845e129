// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall

/// The result of an answer, which corresponds to a status of `hostcall_complete`.
public enum AnswerStatus: Hashable, Sendable {
  /// The answer was accepted: `HOSTCALL_OK`.
  case accepted
  /// The answer was refused because the call had already ended: by another answer, its deadline, or cancellation.
  ///
  /// `HOSTCALL_UNKNOWN_CALL`.
  case late
  /// The answer was refused because its size exceeded `HostBridgeConfiguration.maximumPayloadSize`, or memory for it
  /// was lacking; the call ended with `resourceExhausted`.
  ///
  /// `HOSTCALL_RESOURCE_EXHAUSTED`.
  case tooLarge
  /// The answer was refused because the bridge was closing or closed: `HOSTCALL_CLOSED` or `HOSTCALL_INVALID_BRIDGE`.
  case closed

  init(_ status: Status) {
    self =
      switch status {
      case .ok: .accepted
      case .resourceExhausted: .tooLarge
      case .closed, .invalidBridge: .closed
      case .unknownCall: .late
      // `hostcall_complete` does not return these for a well-formed answer.
      case .invalidArgument, .notRegistered, .abiMismatch, .schemaMismatch, .wouldBlock, .nothing: .late
      }
  }
}
