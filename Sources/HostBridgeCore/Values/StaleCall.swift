// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A call to the host that has been pending for longer than ``HostBridgeConfiguration/staleCallWarning``.
public struct StaleCall: Hashable, Sendable {
  /// The wire name of the call.
  public let wireName: String
  /// The call's ID on its bridge, from 1.
  public let callID: UInt64
  /// The minimum time for which the call has been pending.
  public let age: Duration
  /// A Boolean value that indicates whether `invoke` has not returned yet, which blocks the thread of its caller.
  public let isInsideInvoke: Bool
}

extension StaleCall: CustomStringConvertible {
  /// One line, as it is written to the standard error output.
  public var description: String {
    let what = isInsideInvoke ? "the host's function has not returned" : "the host has not answered"
    return "\(wireName) (call \(callID)): \(what) for \(age)"
  }
}
