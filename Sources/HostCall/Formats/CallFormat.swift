// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
package import HostBridgeCore

/// The encodings of a type of call or stream, and the conversion of its values and errors.
package struct CallFormat<C: HostRequest>: Sendable {
  let typeInfo: CallTypeInfo
  let request: PayloadEncoding
  let response: PayloadEncoding
  /// The bridge's limit on the size of a payload in bytes, which decoding enforces as well.
  private let limit: Int

  init(_ type: C.Type, _ configuration: HostBridgeConfiguration) {
    let typeInfo = CallTypeInfo.of(type)
    self.init(
      typeInfo, request: typeInfo.requestEncoding(configuration.wireFormat),
      response: typeInfo.responseEncoding(configuration.wireFormat), limit: configuration.maximumPayloadSize)
  }

  /// Creates the format of calls to a resolved target.
  init(_ target: CallTarget, limit: Int) {
    // Set by `HostBridge.target(of:)` for this type.
    let typeInfo = unsafe unsafeDowncast(target.typeInfo!, to: CallTypeInfo.self)
    self.init(typeInfo, request: target.encodings.request, response: target.encodings.response, limit: limit)
  }

  private init(_ typeInfo: CallTypeInfo, request: PayloadEncoding, response: PayloadEncoding, limit: Int) {
    self.typeInfo = typeInfo
    self.request = request
    self.response = response
    self.limit = limit
  }

  /// Returns this format with other encodings; `nil` keeps an encoding.
  ///
  /// A call from or to another machine is always in CBOR.
  package func with(requestEncoding: PayloadEncoding?, responseEncoding: PayloadEncoding?) -> CallFormat {
    CallFormat(typeInfo, request: requestEncoding ?? request, response: responseEncoding ?? response, limit: limit)
  }

  /// The encodings of requests and responses.
  var encodings: CallEncodings { CallEncodings(request: request, response: response) }

  /// Returns the call's name and schema, after checking that calls of the type can be made, regardless of their values.
  package func named() throws(BridgeError) -> NamedCall {
    let name = try typeInfo.name.get()
    if request == .raw, let refusal = typeInfo.request.refusal { throw .refused(refusal, name.text) }
    if response == .raw, let refusal = typeInfo.response.refusal { throw .refused(refusal, name.text) }
    let identity = SchemaIdentity(type: ObjectIdentifier(C.self), request: request, response: response)
    return NamedCall(name, typeInfo.schema(identity), kind: typeInfo.kind)
  }

  // MARK: The caller's side

  /// Calls `body` with the encoded request, which is valid until `body` returns.
  func withEncoded(_ value: C, _ body: (RawSpan) -> Void) throws(BridgeError) {
    do {
      switch request {
      case .raw: try PlainBytes.withBytes(of: value, described: typeInfo.request, body)
      case .cbor: try CBOREncoder().withEncoded(value, body)
      }
    } catch {
      throw unencodable(error)
    }
  }

  /// Encodes a request into an array.
  func encodeRequest(_ value: C) throws(BridgeError) -> [UInt8] {
    do {
      return try PayloadCodec.encode(value, request)
    } catch {
      throw unencodable(error)
    }
  }

  /// Returns the error for a request that cannot be encoded.
  func unencodable(_ error: any Error) -> BridgeError {
    BridgeError(
      code: .invalidArgument, message: "the request cannot be encoded: \(PayloadCodec.describe(error))",
      wireName: typeInfo.wireName)
  }

  /// Decodes a response.
  ///
  /// - Parameter callID: The call's ID, for the error; `nil` if the call has none.
  func decodeResponse(_ bytes: RawSpan, of callID: UInt64?) throws(BridgeError) -> C.AnswerPayload {
    do {
      if response == .raw {
        return try PlainBytes.decode(C.AnswerPayload.self, described: typeInfo.response, from: bytes)
      }
      return try PayloadCodec.decode(C.AnswerPayload.self, from: bytes, in: response, limit: limit)
    } catch {
      throw undecodable(error, of: callID)
    }
  }

  /// Returns the error for an answer that cannot be decoded.
  func undecodable(_ error: any Error, of callID: UInt64?) -> BridgeError {
    BridgeError(
      code: .internal,
      message: "the answer cannot be decoded as \(TypeName.of(C.AnswerPayload.self)): \(PayloadCodec.describe(error))",
      wireName: typeInfo.wireName, callID: callID)
  }

  /// Returns the typed error of a call, with the decoded failure if the handler answered with one.
  func callError(_ error: BridgeError) -> HostCallError<C.Failure> {
    var result = HostCallError<C.Failure>(error.named(typeInfo.wireName))
    guard let bytes = error.failure else { return result }
    if C.Failure.self == Never.self {
      result.code = .internal
      result.message =
        "the host answered with a failure, but \(TypeName.of(C.self)) declares none" + PayloadCodec.content(of: bytes)
      return result
    }
    do {
      result.failure = try unsafe PayloadCodec.decode(C.Failure.self, from: bytes.span.bytes, in: .cbor, limit: limit)
    } catch {
      result.code = .internal
      result.message =
        "the failure cannot be decoded as \(TypeName.of(C.Failure.self)): \(PayloadCodec.describe(error))"
        + PayloadCodec.content(of: bytes)
    }
    return result
  }

  // MARK: The handler's side

  /// Decodes a request, runs the handler `body`, and encodes its result as an answer.
  func answer(
    _ bytes: BridgeRequest, _ body: @Sendable (C, HostCallContext) async throws -> C.AnswerPayload
  ) async -> BridgeAnswer {
    let format = with(requestEncoding: bytes.encoding, responseEncoding: bytes.responseEncoding)
    do {
      let value = try bytes.withPayload { bytes throws(BridgeError) in try format.decodeRequest(bytes) }
      return format.answer(response: try await body(value, HostCallContext(bytes)))
    } catch {
      return format.answer(error: error)
    }
  }

  /// Decodes a handler's request.
  package func decodeRequest(_ bytes: RawSpan) throws(BridgeError) -> C {
    do {
      return try PayloadCodec.decode(C.self, from: bytes, in: request, limit: limit)
    } catch {
      throw BridgeError(
        code: .invalidArgument,
        message: "the request cannot be decoded as \(TypeName.of(C.self)): \(PayloadCodec.describe(error))")
    }
  }

  /// Encodes a handler's response as an answer.
  package func answer(response result: C.AnswerPayload) -> BridgeAnswer {
    do {
      return .response(try PayloadCodec.encode(result, response))
    } catch {
      return .error(
        .internal,
        message:
          "the response cannot be encoded as \(TypeName.of(C.AnswerPayload.self)): \(PayloadCodec.describe(error))")
    }
  }

  /// Returns the answer for an error that a handler throws.
  ///
  /// If the error is that of a call that the handler made, the answer has the code `unknown`, and its message contains
  /// that call's name, code and failure: the code itself describes the other call. A failure that both calls declare is
  /// passed on. A ``HostSetupError`` also becomes `unknown`.
  package func answer(error: any Error) -> BridgeAnswer {
    if let failure = error as? C.Failure { return answer(failure: failure) }
    if let failure = (error as? HostCallError<C.Failure>)?.failure { return answer(failure: failure) }
    switch error {
    case let error as any CodedError where !error.isOfCall: return .error(error.code, message: error.message)
    case is any CodedError, is HostSetupError: return .error(.unknown, message: PayloadCodec.summary(of: error))
    case is CancellationError: return .error(.cancelled, message: "the handler's task was cancelled")
    default: return .error(.unknown, message: String(describing: error))
    }
  }

  private func answer(failure: C.Failure) -> BridgeAnswer {
    do {
      return .failure(try PayloadCodec.encode(failure, .cbor))
    } catch {
      return .error(
        .internal,
        message: "the failure cannot be encoded as \(TypeName.of(C.Failure.self)): \(PayloadCodec.describe(error))")
    }
  }
}

extension BridgeError {
  fileprivate static func refused(_ refusal: PlainDataError, _ wireName: String) -> BridgeError {
    BridgeError(code: .invalidArgument, message: "\(refusal)", wireName: wireName)
  }
}
