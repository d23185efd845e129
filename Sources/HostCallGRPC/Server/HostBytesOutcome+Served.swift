// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import HostBridgeCore
internal import HostCall

extension HostBytesOutcome {
  /// Creates the outcome of a call that the server has answered with `result`.
  ///
  /// - Parameter sent: The counts of what was sent of a stream; `nil` for a call.
  init(_ result: Result<ServedAnswer, ErrorResponse>, _ sent: StreamCounts?) {
    let answer =
      switch result {
      case .success(.response(let response)): BridgeAnswer.response(response)
      case .success(.endOfStream): BridgeAnswer.response([])
      case .failure(let error): error.answer
      }
    self.init(answer, responseSize: sent?.bytes ?? answer.size, elements: sent?.items, served: result)
  }
}

extension ErrorResponse {
  /// The answer as its caller receives it.
  fileprivate var answer: BridgeAnswer {
    if let failure = CallMetadata.failure(in: metadata) { return .failure(failure) }
    return .error(HostCallCode(rawValue: status.code.rawValue), message: status.message)
  }
}

extension HostCallServer {
  /// Returns how to answer a call with `answer`, which an interceptor has created.
  func result(
    of answer: BridgeAnswer, _ call: TransportCall, isStream: Bool
  ) -> Result<ServedAnswer, ErrorResponse> {
    switch answer {
    case .response where isStream: .success(.endOfStream)
    case .response(let response):
      Result { () throws(ErrorResponse) in
        try check(size: response.count, of: "response")
        return .response(response)
      }
    case .failure(let failure):
      .failure(status(of: BridgeError(code: .failed, message: "", failure: failure), call))
    case .error(let code, let message): .failure(status(of: BridgeError(code: code, message: message), call))
    }
  }
}
#endif
