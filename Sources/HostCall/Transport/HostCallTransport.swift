public import HostBridgeCore

/// What carries calls from a core to whoever answers them: a bridge in the same process, or gRPC to another machine.
///
/// It is asked for one thing: to take an encoded request to the handler of a name, and to bring back what that
/// answered. What is typed, limited and counted is above it, in ``HostCallClient``, and the same for all.
///
/// Thread safety: may be called from anywhere, at the same time.
public protocol HostCallTransport: Sendable {
  /// Whether raw bytes, which have this machine's order and layout, may be sent: in the same process only. Elsewhere
  /// calls cross as CBOR, also those whose types are plain.
  var carriesRawBytes: Bool { get }

  /// Carries one call.
  ///
  /// Cancelling the task gives the call up: this throws `cancelled` without waiting for the handler, which is told.
  /// When the call's time is over it throws `deadlineExceeded` likewise.
  ///
  /// - Returns: The encoded response.
  /// - Throws: What the handler answered instead: the call's failure in CBOR with `failed`, or another code with a
  ///   message; `unimplemented` where nobody handles the name, `unavailable` where nobody is reached,
  ///   `failedPrecondition` where the handler is for another schema.
  func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8]

  /// The fingerprint of the schema that the handler of `wireName` was made for, where the call crosses as CBOR; nil
  /// where that is not known, or nobody handles it.
  func fingerprint(of wireName: String) async -> UInt64?
}

/// A call on its way: its name, its request in bytes, and what the other side has to know besides.
public struct TransportCall: Sendable {
  /// The wire name.
  public var wireName: String
  /// The encoded request.
  public var request: [UInt8]
  /// How the request is encoded.
  public var requestEncoding: PayloadEncoding
  /// How the response has to be encoded.
  public var responseEncoding: PayloadEncoding
  /// How long it may take at most, from now; nil for as long as it takes.
  public var timeout: Duration?
  /// Whether it may be made again where it is not known what became of it.
  public var isIdempotent: Bool
  /// The schema, where the call has a type.
  package var schema: (any CallSchema)?
  /// Whether the other side is told of the schema.
  package var statesSchema = true
  private var statedFingerprint: UInt64?

  /// A call of bytes in CBOR.
  ///
  /// - Parameters:
  ///   - wireName: The wire name.
  ///   - request: The encoded request.
  ///   - timeout: How long it may take at most, from now; nil for as long as it takes.
  ///   - isIdempotent: Whether it may be made again where it is not known what became of it.
  public init(wireName: String, request: [UInt8], timeout: Duration? = nil, isIdempotent: Bool = false) {
    self.wireName = wireName
    self.request = request
    requestEncoding = .cbor
    responseEncoding = .cbor
    self.timeout = timeout
    self.isIdempotent = isIdempotent
  }

  /// The fingerprint of the call's schema; nil where it is not known, or not stated
  /// (`HostBridgeConfiguration.SchemaCheck.off`).
  ///
  /// That of a type is found once.
  public var fingerprint: UInt64? {
    get { (statesSchema ? schema?.fingerprint : nil) ?? statedFingerprint }
    set { statedFingerprint = newValue }
  }
}

extension HostBridge: HostCallTransport {
  /// True: it is in the same process.
  public var carriesRawBytes: Bool { true }

  /// Calls the host's function, as `HostBridge.callBytes` does.
  public func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] {
    let encodings = CallEncodings(request: call.requestEncoding, response: call.responseEncoding)
    do throws(BridgeError) {
      return try await storage.call(try site(of: call, encodings), encodings, call.request, call.timeout)
    } catch {
      throw error.named(call.wireName)
    }
  }

  /// The site of a call: that of its type, unless it goes by another name.
  private func site(of call: TransportCall, _ encodings: CallEncodings) throws(BridgeError) -> CallSite {
    let known = call.schema.flatMap { storage.site($0.identity.key) }
    if let known, known.call.name.text.utf8.elementsEqual(call.wireName.utf8) { return known }
    let named = NamedCall(try WireName(checking: call.wireName), call.schema)
    guard known == nil, let schema = call.schema else { return storage.site(named: named, encodings) }
    return storage.addSite(schema.identity.key, named, encodings)
  }

  /// That of a handler in Swift, and of one that was registered for a call in CBOR with a fingerprint.
  public func fingerprint(of wireName: String) async -> UInt64? {
    guard let name = WireName(wireName) else { return nil }
    return storage.fingerprintInCBOR(of: name)
  }
}
