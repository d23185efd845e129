// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// A call or a stream in bytes, on its way to its handler.
///
/// Thread safety: a value.
public struct HostIncomingBytes: Sendable {
  /// The wire name.
  public let wireName: String
  /// A Boolean value that indicates whether the request is that of a stream.
  public let isStream: Bool
  /// The number of the call on its bridge; `nil` at a server, which numbers no calls.
  public let callID: UInt64?
  /// The metadata that the call carries.
  public let metadata: HostCallMetadata
  /// The peer that made the call over a network, as its server knows it; `nil` for a call of this process.
  public let peer: HostCallPeer?
  /// The time until the caller's deadline when the call arrived; `nil` without a deadline.
  public let remaining: Duration?
  /// The size of the encoded request in bytes.
  public let requestSize: Int
  /// The request; `nil` at a server.
  let request: BridgeRequest?

  package init(
    wireName: String, isStream: Bool, metadata: HostCallMetadata, peer: HostCallPeer? = nil, remaining: Duration?,
    requestSize: Int
  ) {
    self.wireName = wireName
    self.isStream = isStream
    callID = nil
    self.metadata = metadata
    self.peer = peer
    self.remaining = remaining
    self.requestSize = requestSize
    request = nil
  }

  init(_ request: BridgeRequest) {
    wireName = request.wireName
    isStream = request.isStream
    callID = request.callID
    metadata = request.metadata
    peer = request.peer
    remaining = request.remaining
    requestSize = request.size
    self.request = request
  }
}
