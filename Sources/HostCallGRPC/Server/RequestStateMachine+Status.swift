// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import HostBridgeCore
internal import NIOHPACK

extension RequestStateMachine.Refusal {
  /// The answer to a refused request.
  var status: ErrorResponse {
    switch self {
    case .tooLarge(let size, let limit): ErrorResponse(.tooLarge("request", size: size, limit: limit))
    case .severalMessages: .notUnary
    case .noRoom(let limit): .noRoom(limit: limit)
    case .tooSlow:
      ErrorResponse(
        status: GRPCCore.Status(
          code: .deadlineExceeded, message: "the request did not arrive within the transfer timeout"))
    case .late: .late
    }
  }
}

extension HPACKHeaders {
  /// Creates the headers of an answer that consists of a status only, or the trailers of one that has messages.
  ///
  /// - Parameters:
  ///   - error: The status, with a message in ASCII that needs no percent-encoding. Its metadata is not sent.
  ///   - areTrailers: Whether headers have been sent before.
  init(_ error: ErrorResponse, areTrailers: Bool = false) {
    self = areTrailers ? [:] : [":status": "200", "content-type": "application/grpc"]
    add(name: "grpc-status", value: "\(error.status.code.rawValue)")
    add(name: "grpc-message", value: error.status.message)
  }
}
#endif
