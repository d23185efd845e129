/// What a handler is given, in bytes.
public struct BridgeRequest: Sendable {
  /// The bridge that the call came over.
  public let bridge: HostBridge
  /// The wire name that was called.
  public let wireName: String
  /// The call's ID, from 1.
  ///
  /// Calls to the host and calls to the core are two sequences.
  public let callID: UInt64
  /// How ``payload`` is encoded, where the caller said so.
  public let encoding: PayloadEncoding?
  /// How the response has to be encoded, where the caller said so.
  public let responseEncoding: PayloadEncoding?
  /// The time that was left until the caller's deadline when the handler was called; nil without a deadline.
  public let remaining: Duration?
  private let bytes: Bytes

  private enum Bytes {
    case array([UInt8])
    /// Of a host, which the system may have no room for a second time.
    case memory(HostMemory)
  }

  /// Creates the request of a call to the host, for a handler in Swift.
  init(bridge: HostBridge, wireName: WireName, callID: UInt64, payload: [UInt8], info: PendingCallInfo) {
    self.bridge = bridge
    self.wireName = wireName.text
    self.callID = callID
    encoding = info.encodings.request
    responseEncoding = info.encodings.response
    remaining = bridge.storage.remaining(until: info.deadline)
    bytes = .array(payload)
  }

  /// Creates the request of a call of the host to a function of the core.
  init(bridge: HostBridge, wireName: WireName, callID: UInt64, payload: HostMemory) {
    self.bridge = bridge
    self.wireName = wireName.text
    self.callID = callID
    encoding = nil
    responseEncoding = nil
    remaining = nil
    bytes = .memory(payload)
  }

  /// The encoded request.
  ///
  /// Complexity: linear in its size for a call of the host, as the bytes are copied each time. The process ends if there
  /// is no memory for that copy, as for any array.
  public var payload: [UInt8] {
    switch bytes {
    case .array(let array): array
    case .memory(let memory): memory.array
    }
  }

  /// Calls `body` with the encoded request where it is, which is valid until `body` returns.
  package func withPayload<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch bytes {
    case .array(let array): try body(unsafe array.span.bytes)
    case .memory(let memory): try memory.withBytes(body)
    }
  }
}
