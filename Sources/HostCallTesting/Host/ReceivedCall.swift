// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore
public import HostCall

/// A snapshot of a call that a host has received.
///
/// Thread safety: a value.
public struct ReceivedCall<Call: HostRequest>: Sendable {
  /// The request, decoded from the received bytes.
  public let request: Call
  /// The call's ID on its bridge; IDs start at 1.
  public let callID: UInt64
  /// The virtual time from the host's creation to the call's arrival.
  public let arrival: Duration
  /// The time until the deadline when the call arrived; `nil` without a deadline.
  public let remaining: Duration?
  /// The metadata that the call carries.
  public let metadata: HostCallMetadata
  /// A Boolean value that indicates whether the host's `cancel` ran: the call ended without an answer, because of
  /// cancellation, its deadline, or a close.
  public let isCancelled: Bool
  /// The number of elements that the core had taken of a stream when it gave it up; `nil` for a call, and before that.
  public let taken: UInt64?
  /// The results of the answers, in order; empty for a stream.
  public let answers: [AnswerStatus]
}
