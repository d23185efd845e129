// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// The context of a call that a handler answers.
public struct HostCallContext: Sendable {
  /// The bridge that the call arrived on; an exposed function makes its own calls on it.
  public let bridge: HostBridge
  /// The wire name of the call.
  public let wireName: String
  /// The call's ID, from 1.
  ///
  /// Calls to the host and calls to the core are numbered separately.
  public let callID: UInt64
  /// The time until the caller's deadline when the handler was called; `nil` without a deadline.
  ///
  /// The calls that the handler makes end by then as well.
  public let remaining: Duration?
  /// The metadata that the call carries, and that the calls of the handler carry as well, except for `authorization`.
  public let metadata: HostCallMetadata
  /// The peer that made the call over a network, as its server knows it; `nil` for a call of this process.
  ///
  /// The calls of the handler have no peer.
  public let peer: HostCallPeer?

  init(_ request: BridgeRequest) {
    bridge = request.bridge
    wireName = request.wireName
    callID = request.callID
    remaining = request.remaining
    metadata = request.metadata
    peer = request.peer
  }
}
