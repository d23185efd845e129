// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import CBORCodec
public import HostBridgeCore

// The path of calls whose types encode and decode themselves: what `call(_:timeout:)` does for any type, without
// generic code, and without copying a message. At whatever is unusual, such as the first call of a type, a value that
// cannot be encoded or an answer that cannot be decoded, the general path takes over and does it again, so that both
// have the same results and errors.
extension HostBridge {
  /// Calls a function of the host, with a request and a response that encode and decode themselves.
  ///
  /// The call is the same as for types that are only `Codable`, and faster. The request is encoded on the stack, where
  /// the host reads it if it is not larger than a kilobyte, and the response is decoded where the bridge has copied it.
  ///
  /// - Parameters:
  ///   - request: The request, whose type determines the wire name, the response and the failure. It may be encoded
  ///     twice.
  ///   - timeout: The maximum time to wait, from now; `nil`, the default, for no limit except the deadline of the call
  ///     that the task answers. With zero or less, the call ends with `deadlineExceeded`, and the host
  ///     never receives it.
  /// - Returns: The response.
  /// - Throws: The same errors as for types that are only `Codable`.
  @inlinable
  public func call<C: HostCallable & CBOREncodable>(
    _ request: C, timeout: Duration? = nil
  ) async throws(HostCallError<C.Failure>) -> C.Response where C.Response: CBORDecodable {
    do throws(BridgeError) {
      let deadline = storage.deadline(after: timeout)
      guard let target = storage.targetReference(Self.key(of: C.self)),
        let call = try startDirect(request, target, deadline)
      else { return try await callEncoded(request, deadline) }
      let decided = await call.decided(storage)
      return try directResponse(of: decided, target, C.self)
    } catch {
      throw callError(error, C.self)
    }
  }

  /// Starts a call; returns `nil` if it has to take the general path.
  ///
  /// Specialized, but not inlined: `call` stays so small that its caller inlines it, and needs no frame of its own.
  @inlinable @inline(never)
  func startDirect<C: HostCallable & CBOREncodable>(
    _ request: C, _ target: TargetReference, _ deadline: Deadline
  ) throws(BridgeError) -> StartedCall? {
    var call: StartedCall?
    if target.rawRequestSize == MemoryLayout<C>.size {
      try unsafe withUnsafeBytes(of: request) { bytes throws(BridgeError) in
        call = try unsafe StartedCall.atOnce(storage, target, request: bytes, deadline: deadline)
      }
      return call
    }
    guard target.hasCBORRequest else { return nil }
    var failure: BridgeError?
    do {
      try unsafe CBOREncoder.withMessage(of: request) { bytes in
        do throws(BridgeError) {
          call = try unsafe StartedCall.atOnce(storage, target, request: bytes, deadline: deadline)
        } catch {
          failure = error
        }
      }
    } catch {
      return nil
    }
    if let failure { throw failure }
    return call
  }

  /// Takes a response and decodes it where it lies.
  @inlinable @inline(never)
  func directResponse<C: HostCallable>(
    of call: consuming DecidedCall, _ target: TargetReference, _ type: C.Type
  ) throws(BridgeError) -> C.Response where C.Response: CBORDecodable {
    if target.rawResponseSize == MemoryLayout<C.Response>.size { return try rawResponse(of: call, type) }
    guard target.hasCBORResponse else { return try response(of: call, type, to: nil) }
    let response = try call.response(storage)
    // The bytes are in the call's slot, which is freed with `response`.
    defer { extendLifetime(response) }
    let value = try? unsafe CBORDecoder.decode(
      C.Response.self, from: response.bytes, sizeLimit: storage.maximumPayloadSize)
    if let value { return value }
    return try unsafe decodedGenerally(response.bytes, of: response.callID, type)
  }
}

// The part that is not inlinable.
extension HostBridge {
  /// Decodes a response again, for its error.
  @usableFromInline
  func decodedGenerally<C: HostCallable>(
    _ bytes: UnsafeRawBufferPointer, of callID: UInt64, _ type: C.Type
  ) throws(BridgeError) -> C.Response {
    try unsafe CallFormat(type, configuration).decodeResponse(bytes.bytes, of: callID)
  }
}
