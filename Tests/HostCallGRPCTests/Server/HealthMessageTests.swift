// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
@testable import HostCallGRPC
import TestSupport
import Testing

@Suite("HealthMessage")
struct HealthMessageTests {
  @Test(
    "a request names its service, whatever other fields it has",
    arguments: [
      ([], ""), ([0x0A, 0x00], ""), ([0x0A, 0x03, 0x61, 0x2E, 0x62], "a.b"),
      // Of several, the last counts.
      ([0x0A, 0x01, 0x61, 0x0A, 0x01, 0x62], "b"),
      // Fields 2 to 5, of each wire type, in between.
      ([0x10, 0xFF, 0x01, 0x0A, 0x01, 0x61, 0x19, 1, 2, 3, 4, 5, 6, 7, 8, 0x22, 0x01, 0x62, 0x2D, 1, 2, 3, 4], "a"),
    ] as [([UInt8], String)])
  func services(_ request: [UInt8], _ service: String) throws {
    #expect(try HealthMessage.service(in: request) == service)
  }

  @Test(
    "a malformed request is refused",
    arguments: [
      [0x0A], [0x0A, 0x02, 0x61], [0x0A, 0x01, 0xFF], [0x08], [0x08, 0x80], [0x09, 1, 2], [0x0D, 1], [0x0B], [0x0F],
      [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
      [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02],
    ] as [[UInt8]])
  func malformed(_ request: [UInt8]) {
    let error = #expect(throws: BridgeError.self) { try HealthMessage.service(in: request) }
    #expect(error?.code == .invalidArgument)
  }

  @Test("arbitrary bytes are a service or an error")
  func random() {
    var random = SplitMix(for: "Requests of health")
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      _ = try? HealthMessage.service(in: bytes)
    }
  }

  @Test("a response has the number of the status")
  func responses() {
    #expect(HealthMessage.response(.serving) == [0x08, 0x01])
    #expect(HealthMessage.response(.serviceUnknown) == [0x08, 0x03])
  }
}
#endif
