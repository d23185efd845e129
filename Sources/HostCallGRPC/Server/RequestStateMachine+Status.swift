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
  /// Creates the headers of an answer that consists of a status only.
  ///
  /// - Parameter error: The status, with a message in ASCII that needs no percent-encoding. Its metadata is not sent.
  init(_ error: ErrorResponse) {
    self = [
      ":status": "200", "content-type": "application/grpc", "grpc-status": "\(error.status.code.rawValue)",
      "grpc-message": error.status.message,
    ]
  }
}
#endif
