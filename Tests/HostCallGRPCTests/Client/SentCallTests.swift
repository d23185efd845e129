// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import HostCall
import HostCallGRPC
import Testing

@Suite("Calls to a server that misbehaves", .timeLimit(.minutes(1)))
struct SentCallTests {
  /// What the server does with an RPC, without reading the request.
  enum Script: CaseIterable {
    case answerTwice, succeedWithoutResponse, sayNothing, refuseAtOnce, messageOnly
  }

  @Test(
    "a call ends with an error if its answer is malformed, early or missing",
    arguments: [
      (Script.answerTwice, HostCallCode.unimplemented), (.succeedWithoutResponse, .unimplemented),
      (.refuseAtOnce, .permissionDenied), (.sayNothing, .deadlineExceeded), (.messageOnly, .deadlineExceeded),
    ])
  func wrong(_ script: Script, _ code: HostCallCode) async throws {
    // A connection does not take four megabytes unless the server reads them, so most are unsent when the answer
    // arrives.
    for size in [1, 4 * 1024 * 1024] {
      try await withServer(script) { transport in
        let call = TransportCall(
          wireName: "count", request: [UInt8](repeating: 0, count: size),
          timeout: code == .deadlineExceeded ? .milliseconds(300) : .seconds(20))
        let error = await #expect(throws: BridgeError.self) { try await transport.send(call) }
        #expect(error?.code == code, "\(size) bytes: \(String(describing: error))")
      }
    }
  }

  private func withServer(
    _ script: Script, _ body: (GRPCTransport) async throws -> Void
  ) async throws {
    let server = HTTP2ServerTransport.Posix(
      address: .ipv4(host: "127.0.0.1", port: 0), transportSecurity: .plaintext)
    let listening = Task {
      try await server.listen { stream, _ in
        let response = RPCResponsePart.message(GRPCNIOTransportBytes([0x07]))
        let status = { (code: GRPCCore.Status.Code) in
          RPCResponsePart<GRPCNIOTransportBytes>.status(GRPCCore.Status(code: code, message: "so it is"), [:])
        }
        let parts: [RPCResponsePart<GRPCNIOTransportBytes>] =
          switch script {
          case .answerTwice: [.metadata([:]), response, response, status(.ok)]
          case .succeedWithoutResponse: [.metadata([:]), status(.ok)]
          case .sayNothing: []
          case .refuseAtOnce: [status(.permissionDenied)]
          case .messageOnly: [.metadata([:]), response]
          }
        try? await stream.outbound.write(contentsOf: parts)
        await stream.outbound.finish()
      }
    }
    let port = try await server.listeningAddress.ipv4?.port ?? 0
    let transport = try GRPCTransport(addresses: [.tcp(host: "127.0.0.1", port: port)])
    try await body(transport)
    await transport.close()
    server.beginGracefulShutdown()
    _ = await listening.result
  }
}
#endif
