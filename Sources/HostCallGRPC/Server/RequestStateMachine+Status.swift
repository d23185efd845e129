#if GRPC
  internal import GRPCCore
  internal import HostBridgeCore
  internal import NIOHPACK

  extension RequestStateMachine.Refusal {
    /// What a peer is answered.
    var status: ErrorResponse {
      switch self {
      case .tooLarge(let size, let limit): ErrorResponse(.tooLarge("request", size: size, limit: limit))
      case .severalMessages: .notUnary
      case .noRoom(let limit): .noRoom(limit: limit)
      case .tooSlow:
        ErrorResponse(
          status: GRPCCore.Status(code: .deadlineExceeded, message: "the request did not arrive in the time for that"))
      case .late: .late
      }
    }
  }

  extension HPACKHeaders {
    /// The headers of an answer that is a status and nothing else.
    ///
    /// - Parameter error: The status, with a message in ASCII that needs no encoding.
    init(_ error: ErrorResponse) {
      self = [
        ":status": "200", "content-type": "application/grpc", "grpc-status": "\(error.status.code.rawValue)",
        "grpc-message": error.status.message,
      ]
    }
  }
#endif
