// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// A connection that carries calls from a core to the handlers that answer them: a bridge in the same process, or gRPC
/// to another machine.
///
/// A transport has a single task: to carry an encoded request to the handler of a name and return its answer, or the
/// items of a stream. Types,
/// limits and counters are the responsibility of ``HostCallClient``, and the same for every transport.
///
/// Thread safety: methods may be called from any thread, concurrently.
public protocol HostCallTransport: Sendable {
  /// A Boolean value that indicates whether the transport may carry raw bytes, in this machine's byte order and layout,
  /// which is only the case within a process.
  ///
  /// Otherwise all calls are encoded in CBOR.
  var carriesRawBytes: Bool { get }

  /// Carries one call.
  ///
  /// Cancelling the task ends the call: the method throws `cancelled` without waiting for the handler, which is
  /// notified. When the call's timeout expires, the method throws `deadlineExceeded` in the same way. The metadata to
  /// carry is `HostCallMetadata.current`.
  ///
  /// - Returns: The encoded response.
  /// - Throws: The handler's answer if it is not a response: the call's failure in CBOR with `failed`, or another code
  ///   with a message; `unimplemented` if the name has no handler, `unavailable` if the server cannot be reached,
  ///   `failedPrecondition` if the handler has a different schema.
  func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8]

  /// Opens a stream.
  ///
  /// - Parameters:
  ///   - call: The stream's name, request and properties; `timeout` is for the whole stream.
  ///   - buffer: The number of items that the other side may send in advance, at least 1.
  ///   - silence: The maximum time for which the other side may send nothing while it may send; `nil` for no limit.
  /// - Returns: The open stream.
  /// - Throws: What ends the stream before it is open; `unimplemented`, the default implementation's error, if the
  ///   transport carries no streams.
  func stream(
    _ call: TransportCall, buffer: Int, silence: Duration?
  ) async throws(BridgeError) -> any TransportStream

  /// Emits an event, without waiting for a listener.
  ///
  /// - Parameters:
  ///   - event: The encoded event.
  ///   - wireName: The name of the event.
  /// - Throws: `unimplemented`, the default implementation's error, if the transport carries no events.
  func emitBytes(_ event: [UInt8], named wireName: String) throws(BridgeError)

  /// Returns whether the handler of `wireName` answers with a stream.
  ///
  /// A server asks this about requests that do not say how they want to be answered. The default implementation returns
  /// false; a transport that carries streams and has handlers implements it.
  func isStream(_ wireName: String) async -> Bool

  /// Returns the schema fingerprint that the handler of `wireName` was compiled for, for CBOR calls; `nil` if it is
  /// unknown or there is no handler.
  func fingerprint(of wireName: String) async -> UInt64?

  /// Returns the calls and streams that the transport's handlers answer, as a ``HostCallDescriptor`` in CBOR.
  ///
  /// - Throws: `unimplemented`, the default implementation's error, if the transport cannot tell.
  func describeAnswered() async throws(BridgeError) -> [UInt8]

  /// Returns the wire names of the calls and streams that the transport's handlers answer; `nil`, the result of the
  /// default implementation, if the transport cannot tell.
  func answeredNames() async -> [String]?
}

extension HostCallTransport {
  /// Throws `unimplemented`.
  public func stream(
    _ call: TransportCall, buffer: Int, silence: Duration?
  ) async throws(BridgeError) -> any TransportStream {
    throw BridgeError(
      code: .unimplemented, message: "\(type(of: self)) carries no streams", wireName: call.wireName)
  }

  /// Throws `unimplemented`.
  public func emitBytes(_ event: [UInt8], named wireName: String) throws(BridgeError) {
    throw BridgeError(code: .unimplemented, message: "\(type(of: self)) carries no events", wireName: wireName)
  }

  /// Returns false.
  public func isStream(_ wireName: String) async -> Bool { false }

  /// Throws `unimplemented`.
  public func describeAnswered() async throws(BridgeError) -> [UInt8] {
    throw BridgeError(code: .unimplemented, message: "\(type(of: self)) cannot describe its calls")
  }

  /// Returns `nil`.
  public func answeredNames() async -> [String]? { nil }
}

extension HostBridge: HostCallTransport {
  /// `true`, since both sides share a process.
  public var carriesRawBytes: Bool { true }

  /// Calls the host's function, as `HostBridge.callBytes` does.
  public func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] {
    let encodings = CallEncodings(request: call.requestEncoding, response: call.responseEncoding)
    do throws(BridgeError) {
      return try await storage.call(
        try target(of: call, encodings), encodings: encodings, request: call.request, timeout: call.timeout)
    } catch {
      throw error.named(call.wireName)
    }
  }

  /// Opens a stream of the host, as `HostBridge.openStream` does.
  public func stream(
    _ call: TransportCall, buffer: Int, silence: Duration?
  ) async throws(BridgeError) -> any TransportStream {
    let encodings = CallEncodings(request: call.requestEncoding, response: call.responseEncoding)
    return try await openStream(
      try target(of: call, kind: .stream, encodings), encodings: encodings, call.request, buffer: buffer,
      timeout: call.timeout, silence: silence)
  }

  /// Returns whether the host has registered `wireName` as a stream.
  public func isStream(_ wireName: String) async -> Bool {
    guard let name = WireName(wireName) else { return false }
    return storage.isStream(name)
  }

  /// Returns the target of a call: that of its type, unless the call has another name.
  private func target(
    of call: TransportCall, kind: CallKind = .call, _ encodings: CallEncodings
  ) throws(BridgeError) -> CallTarget {
    if let type = (call.schema as? TypedCallSchema)?.typeInfo, type.kind != kind {
      throw BridgeError(
        code: .invalidArgument,
        message: "\(type.typeName) is a \(type.kind), which cannot be sent as a \(kind)", wireName: call.wireName)
    }
    let known = call.schema.flatMap { storage.target($0.identity.key) }
    if let known, known.call.name.text.utf8.elementsEqual(call.wireName.utf8) { return known }
    let named = NamedCall(try WireName(checking: call.wireName), call.schema, kind: kind)
    guard known == nil, let schema = call.schema else { return storage.target(named: named, encodings) }
    return storage.addTarget(schema.identity.key, for: named, encodings: encodings)
  }

  /// Returns the fingerprint of a handler in Swift, or of one that was registered with a fingerprint for calls in CBOR.
  public func fingerprint(of wireName: String) async -> UInt64? {
    guard let name = WireName(wireName) else { return nil }
    return storage.fingerprintInCBOR(of: name)
  }

  /// Returns ``answeredDescriptor()``.
  public func describeAnswered() async throws(BridgeError) -> [UInt8] { answeredDescriptor() }

  /// Returns the names of the registered handlers, sorted.
  public func answeredNames() async -> [String]? { storage.registeredNames }
}
