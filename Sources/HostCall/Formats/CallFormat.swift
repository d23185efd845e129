internal import CBORCodec
package import HostBridgeCore

/// How one type of call crosses a bridge: its encodings, and what each error on the way means to its caller.
package struct CallFormat<C: HostCallable>: Sendable {
  let typeInfo: CallTypeInfo
  let request: PayloadEncoding
  let response: PayloadEncoding
  /// The bridge's limit in bytes, which is the codec's as well.
  private let limit: Int

  init(_ type: C.Type, _ configuration: HostBridgeConfiguration) {
    let typeInfo = CallTypeInfo.of(type)
    self.init(
      typeInfo, request: typeInfo.requestEncoding(configuration.wireFormat),
      response: typeInfo.responseEncoding(configuration.wireFormat), limit: configuration.maximumPayloadSize)
  }

  /// The format of a call whose target is known.
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

  /// The same where a call says itself how it is encoded: one that comes from another machine, or goes there, is CBOR
  /// whatever its type is.
  package func crossing(_ request: PayloadEncoding?, _ response: PayloadEncoding?) -> CallFormat {
    CallFormat(typeInfo, request: request ?? self.request, response: response ?? self.response, limit: limit)
  }

  /// How its requests and responses are encoded.
  var encodings: CallEncodings { CallEncodings(request: request, response: response) }

  /// Returns the call's name and schema, after checking that it can be made at all, whatever its values.
  package func named() throws(BridgeError) -> NamedCall {
    let name = try typeInfo.name.get()
    if request == .raw, let refusal = typeInfo.request.refusal { throw .refused(refusal, name.text) }
    if response == .raw, let refusal = typeInfo.response.refusal { throw .refused(refusal, name.text) }
    let identity = SchemaIdentity(type: ObjectIdentifier(C.self), request: request, response: response)
    return NamedCall(name, typeInfo.schema(identity))
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

  /// That a request does not encode, and why.
  func unencodable(_ error: any Error) -> BridgeError {
    BridgeError(
      code: .invalidArgument, message: "the request does not encode: \(PayloadCodec.describe(error))",
      wireName: typeInfo.wireName)
  }

  /// - Parameter callID: The call's ID, where it has one.
  func decodeResponse(_ bytes: RawSpan, of callID: UInt64?) throws(BridgeError) -> C.Response {
    do {
      if response == .raw { return try PlainBytes.decode(C.Response.self, described: typeInfo.response, from: bytes) }
      return try PayloadCodec.decode(C.Response.self, from: bytes, in: response, limit: limit)
    } catch {
      throw undecodable(error, of: callID)
    }
  }

  /// That an answer does not decode, and why.
  func undecodable(_ error: any Error, of callID: UInt64?) -> BridgeError {
    BridgeError(
      code: .internal,
      message: "the answer does not decode as \(TypeName.of(C.Response.self)): \(PayloadCodec.describe(error))",
      wireName: typeInfo.wireName, callID: callID)
  }

  /// The typed error of the call, with the failure that it declares.
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
        "the failure does not decode as \(TypeName.of(C.Failure.self)): \(PayloadCodec.describe(error))"
        + PayloadCodec.content(of: bytes)
    }
    return result
  }

  // MARK: The handler's side

  func answer(
    _ bytes: BridgeRequest, _ body: @Sendable (C, HostCallContext) async throws -> C.Response
  ) async -> BridgeAnswer {
    let format = crossing(bytes.encoding, bytes.responseEncoding)
    do {
      let value = try bytes.withPayload { bytes throws(BridgeError) in try format.decodeRequest(bytes) }
      return format.answer(response: try await body(value, HostCallContext(bytes)))
    } catch {
      return format.answer(error: error)
    }
  }

  /// The request that a handler was given.
  package func decodeRequest(_ bytes: RawSpan) throws(BridgeError) -> C {
    do {
      return try PayloadCodec.decode(C.self, from: bytes, in: request, limit: limit)
    } catch {
      throw BridgeError(
        code: .invalidArgument,
        message: "the request does not decode as \(TypeName.of(C.self)): \(PayloadCodec.describe(error))")
    }
  }

  /// What a handler's response crosses as.
  package func answer(response result: C.Response) -> BridgeAnswer {
    do {
      return .response(try PayloadCodec.encode(result, response))
    } catch {
      return .error(
        .internal,
        message: "the response does not encode as \(TypeName.of(C.Response.self)): \(PayloadCodec.describe(error))")
    }
  }

  /// What an error that a handler throws crosses as.
  ///
  /// The error of a call that the handler made is no answer that it chose: it crosses as a message, with that call's
  /// name, code and failure, and not with its code, which would say something of this call. Only a failure that both
  /// declare is passed on. A ``HostSetupError`` is no answer either.
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
        message: "the failure does not encode as \(TypeName.of(C.Failure.self)): \(PayloadCodec.describe(error))")
    }
  }
}

extension BridgeError {
  fileprivate static func refused(_ refusal: PlainDataError, _ wireName: String) -> BridgeError {
    BridgeError(code: .invalidArgument, message: "\(refusal)", wireName: wireName)
  }
}
