// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A request to a handler or an exposed function, in bytes.
public struct BridgeRequest: Sendable {
  /// The bridge that the call arrived on.
  public let bridge: HostBridge
  /// The wire name of the call.
  public let wireName: String
  /// The call's ID, from 1.
  ///
  /// Calls to the host and calls to the core are numbered separately.
  public let callID: UInt64
  /// The encoding of ``payload``, if the caller stated it.
  public let encoding: PayloadEncoding?
  /// The encoding that the response must have, if the caller stated it.
  public let responseEncoding: PayloadEncoding?
  /// The time until the caller's deadline when the handler was called; `nil` without a deadline.
  public let remaining: Duration?
  /// The metadata that the call carries.
  public let metadata: HostCallMetadata
  /// The origin of the call; `nil` unless a server in this process has passed it on.
  package let origin: CallOrigin?
  /// The receiver of the items, if the request is that of a stream.
  let receiver: StreamSender.Receiver?
  /// The counts of the items; `nil` for a call, and without interceptors.
  package let counts: StreamCounts?
  private let bytes: Bytes

  private enum Bytes {
    case array([UInt8])
    /// From a host; kept in this form because memory for a second copy may be lacking.
    case memory(HostMemory)
  }

  /// Creates the request of a call to a host in Swift.
  init(
    bridge: HostBridge, wireName: WireName, callID: UInt64, payload: [UInt8], info: PendingCallInfo,
    metadata: HostCallMetadata, origin: CallOrigin?, stream: HandledStream?
  ) {
    self.bridge = bridge
    self.wireName = wireName.text
    self.callID = callID
    encoding = info.encodings.request
    responseEncoding = info.encodings.response
    remaining = bridge.storage.remaining(until: info.deadline)
    self.metadata = metadata
    self.origin = origin
    receiver = stream.map { .core($0) }
    let isObserved = stream != nil && (origin != nil || bridge.configuration.interceptors != nil)
    counts = isObserved ? StreamCounts() : nil
    bytes = .array(payload)
  }

  /// Creates the request of a call to the core.
  init(
    bridge: HostBridge, wireName: WireName, callID: UInt64, payload: HostMemory, options: InboundOptions,
    stream: InboundStream? = nil
  ) {
    self.bridge = bridge
    self.wireName = wireName.text
    self.callID = callID
    encoding = nil
    responseEncoding = nil
    remaining = bridge.storage.remaining(until: options.deadline)
    metadata = options.metadata
    origin = nil
    receiver = stream.map { .host($0) }
    counts = stream != nil && bridge.configuration.interceptors != nil ? StreamCounts() : nil
    bytes = .memory(payload)
  }

  /// Whether the request is that of a stream.
  package var isStream: Bool { receiver != nil }

  /// Whether the host has made the call, which goes to the core.
  package var isToCore: Bool {
    if case .memory = bytes { true } else { false }
  }

  /// Whether the receiver has given the stream up.
  package var isGivenUp: Bool { receiver?.taken != nil }

  /// The size of the encoded request in bytes.
  package var size: Int {
    switch bytes {
    case .array(let array): array.count
    case .memory(let memory): memory.count
    }
  }

  /// The peer that made the call over a network, as its server knows it; `nil` for a call of this process.
  public var peer: HostCallPeer? { origin?.peer }

  /// The encoded request.
  ///
  /// Complexity: linear in its size for a call to the core, since each access copies the bytes. The process ends if
  /// memory for that copy is lacking, as for any array.
  public var payload: [UInt8] {
    switch bytes {
    case .array(let array): array
    case .memory(let memory): memory.array
    }
  }

  /// Calls `body` with the encoded request in place, which is valid until `body` returns.
  package func withPayload<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch bytes {
    case .array(let array): try body(unsafe array.span.bytes)
    case .memory(let memory): try memory.withBytes(body)
    }
  }
}
