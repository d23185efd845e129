// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import HostBridgeCore
internal import HostCall

// `HostCallCode` uses the numbers of gRPC's status codes. gRPC has no `failed`, which crosses as `unknown` with the
// failure in the metadata.

/// An error that a server sends in place of a response.
struct ErrorResponse: Error {
  let status: GRPCCore.Status
  var metadata: Metadata = [:]
}

extension ErrorResponse {
  /// The answer to a call that a shutdown gives up.
  static let shuttingDown = ErrorResponse(
    status: GRPCCore.Status(code: .unavailable, message: "the server is shutting down"))

  /// The answer to a call that arrives during a shutdown, which a client may make again, idempotent or not.
  static let refused = ErrorResponse(status: shuttingDown.status, metadata: [CallMetadata.refusal: "shutdown"])

  /// The answer to a call whose deadline passes before its handler is called.
  static let late = ErrorResponse(
    status: GRPCCore.Status(
      code: .deadlineExceeded, message: "the call's deadline passed before its request had arrived"))

  /// The answer to a call that is not unary.
  static let notUnary = ErrorResponse(
    status: GRPCCore.Status(
      code: .invalidArgument, message: "a call must have exactly one request message; this one has none, or several"))

  /// The answer to a call for which the server's buffers have no room.
  static func noRoom(limit: Int) -> ErrorResponse {
    ErrorResponse(
      status: GRPCCore.Status(
        code: .resourceExhausted,
        message: "the server has no room to buffer the message; the limit for all its calls is \(limit) bytes"))
  }

  init(_ error: BridgeError) {
    (status, metadata) = error.status
  }

  /// The message that replaces one that was not written for the caller.
  static let privateText = "the handler failed; its server withholds the reason"

  /// Returns whether messages of errors with this code are not written for the caller.
  static func isPrivate(_ code: HostCallCode) -> Bool {
    switch code {
    case .unknown, .internal: true
    case .failed: false
    // A code that gRPC does not have crosses as `unknown`.
    default: !code.isGRPC
    }
  }

  init(_ error: RPCError) {
    status = GRPCCore.Status(code: GRPCCore.Status.Code(error.code), message: error.message)
  }

  /// Creates the answer to a call whose schema differs from its handler's.
  ///
  /// It carries the handler's fingerprint. The caller has its own schema, and works out the difference.
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
    // `ok` is not the code of an error.
    let valid = code.flatMap { $0 == .ok ? nil : $0 } ?? .unknown
    return (GRPCCore.Status(code: valid, message: CallMetadata.shortened(error.message)), metadata)
  }

  /// Creates the error of a call from the status that its server sent, or from gRPC's reason why there is none.
  init(_ error: RPCError, of call: TransportCall) {
    if let failure = CallMetadata.failure(in: error.metadata) {
      self.init(code: .failed, message: error.message, wireName: call.wireName, failure: failure)
      return
    }
    var message = error.message
    // If the call states no schema, none is computed, whatever the server answers.
    if error.code == .failedPrecondition, call.statesSchema, let schema = call.schema,
      let theirs = try? CallMetadata.fingerprint(in: error.metadata), theirs != schema.fingerprint
    {
      // The server knows only the two fingerprints; this side has the schema, and can name the difference.
      message = "\(SchemaMismatch(of: call.wireName, call: schema.fingerprint, schema: schema, handler: theirs))"
    }
    self.init(code: HostCallCode(rawValue: error.code.rawValue), message: message, wireName: call.wireName)
  }
}
#endif
