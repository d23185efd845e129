#if GRPC
  internal import GRPCCore
  internal import HostBridgeCore
  internal import HostCall

  // The codes of both are the same numbers. `failed`, which gRPC has not, travels as `unknown` with the failure beside
  // it.

  /// What a server answers with instead of a response.
  struct ErrorResponse: Error {
    let status: GRPCCore.Status
    var metadata: Metadata = [:]
  }

  extension ErrorResponse {
    /// The answer to a call that comes too late, or is given up at the end.
    static let shuttingDown = ErrorResponse(
      status: GRPCCore.Status(code: .unavailable, message: "the server is shutting down"))

    /// The answer to a call whose time is over before it is begun.
    static let late = ErrorResponse(
      status: GRPCCore.Status(code: .deadlineExceeded, message: "the time for the call was over when it arrived"))

    /// The answer to what is no unary call.
    static let notUnary = ErrorResponse(
      status: GRPCCore.Status(
        code: .invalidArgument, message: "a call is one request message; there was none, or more"))

    /// The answer where the server holds as many bytes as it may.
    static func noRoom(limit: Int) -> ErrorResponse {
      ErrorResponse(
        status: GRPCCore.Status(
          code: .resourceExhausted,
          message: "the server holds as many bytes of requests and responses as it may, which is \(limit)"))
    }

    init(_ error: BridgeError) {
      (status, metadata) = error.status
    }

    /// What a peer is told instead of words that were not meant for it.
    static let privateText = "the handler failed; the reason stays at its server"

    /// Whether the words of an error were written by whatever failed, and not for the caller.
    static func isPrivate(_ code: HostCallCode) -> Bool {
      switch code {
      case .unknown, .internal: true
      case .failed: false
      // What has no number in gRPC crosses as `unknown`.
      default: !code.isGRPC
      }
    }

    init(_ error: RPCError) {
      status = GRPCCore.Status(code: GRPCCore.Status.Code(error.code), message: error.message)
    }

    /// A call whose schema is not that of its handler.
    ///
    /// The caller has the schema, and finds out what differs.
    init(_ mismatch: SchemaMismatch) {
      status = GRPCCore.Status(code: .failedPrecondition, message: CallMetadata.shortened("\(mismatch)"))
      metadata.addString(CallMetadata.text(of: mismatch.hostFingerprint), forKey: CallMetadata.fingerprint)
    }
  }

  extension BridgeError {
    fileprivate var status: (GRPCCore.Status, Metadata) {
      var metadata: Metadata = [:]
      var error = self
      if code == .failed {
        let failure = failure ?? []
        if failure.count <= CallMetadata.maximumFailureSize {
          metadata.addBinary(failure, forKey: CallMetadata.failure)
        } else {
          error = BridgeError(
            code: .resourceExhausted,
            message: "the failure has \(failure.count) bytes; over gRPC the limit is \(CallMetadata.maximumFailureSize)"
          )
        }
      }
      let code = GRPCCore.Status.Code(
        rawValue: error.code == .failed ? HostCallCode.unknown.rawValue : error.code.rawValue)
      // 0 would be success, and is no code of an error.
      let valid = code.flatMap { $0 == .ok ? nil : $0 } ?? .unknown
      return (GRPCCore.Status(code: valid, message: CallMetadata.shortened(error.message)), metadata)
    }

    /// What a server answered with, or why there is no answer.
    init(_ error: RPCError, of call: TransportCall) {
      if let failure = CallMetadata.failure(in: error.metadata) {
        self.init(code: .failed, message: error.message, wireName: call.wireName, failure: failure)
        return
      }
      var message = error.message
      // A call that states no schema has none looked for, whatever a server answers.
      if error.code == .failedPrecondition, call.statesSchema, let schema = call.schema,
        let theirs = try? CallMetadata.fingerprint(in: error.metadata), theirs != schema.fingerprint
      {
        // The server knows two numbers; here is the schema, and with it the words.
        message = "\(SchemaMismatch(of: call.wireName, call: schema.fingerprint, schema: schema, handler: theirs))"
      }
      self.init(code: HostCallCode(rawValue: error.code.rawValue), message: message, wireName: call.wireName)
    }
  }
#endif
