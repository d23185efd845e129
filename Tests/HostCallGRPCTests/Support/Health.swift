// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Testing

extension GRPCTransport {
  /// Returns the status that the server answers for a service, as its number in the protocol.
  func checkHealth(of service: String) async throws(BridgeError) -> UInt8 {
    let answer = try await send(
      TransportCall(
        wireName: "grpc.health.v1.Health.Check", request: Self.healthRequest(service), timeout: .seconds(20)))
    #expect(answer.count == 2 && answer[0] == 0x08)
    return answer[1]
  }

  /// Watches a service.
  ///
  /// - Parameter padding: The bytes of a field that follows, which the protocol does not know.
  func watchHealth(of service: String, padding: [UInt8] = []) async throws(BridgeError) -> any TransportStream {
    try await stream(
      TransportCall(wireName: "grpc.health.v1.Health.Watch", request: Self.healthRequest(service) + padding), buffer: 4,
      silence: nil)
  }

  private static func healthRequest(_ service: String) -> [UInt8] {
    let count = service.utf8.count
    let length = count < 0x80 ? [UInt8(count)] : [UInt8(count & 0x7F) | 0x80, UInt8(count >> 7)]
    return service.isEmpty ? [] : [0x0A] + length + Array(service.utf8)
  }
}

extension TransportStream {
  /// Returns the next status of a watched service, as its number in the protocol.
  func nextStatus() async throws(BridgeError) -> UInt8? {
    try await next { bytes throws(BridgeError) in unsafe bytes.unsafeLoad(fromByteOffset: 1, as: UInt8.self) }
  }
}
#endif
