// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCallTesting
import Testing

@testable import HostCall

@Suite("The format of a call", .timeLimit(.minutes(1)))
struct CallFormatTests {
  struct StatesCBOR: HostCallable, PlainData {
    typealias Response = Double
    static let wireFormat = WireFormat.cbor
    var number: UInt32
  }

  struct StatesRaw: HostCallable {
    typealias Response = Double
    static let wireFormat = WireFormat.raw
    var number: UInt32
  }

  struct PlainResponse: HostCallable {
    typealias Response = UInt16
    var text: String
  }

  private func encodings<C: HostCallable>(
    _ type: C.Type, bridge: WireFormat = .automatic
  ) -> (PayloadEncoding, PayloadEncoding) {
    var configuration = HostBridgeConfiguration()
    configuration.wireFormat = bridge
    let format = CallFormat(type, configuration)
    return (format.request, format.response)
  }

  @Test("by default the type decides, separately for request and response")
  func automatic() {
    #expect(encodings(ReadClock.self) == (.raw, .raw))
    #expect(encodings(FetchProfile.self) == (.cbor, .cbor))
    #expect(encodings(PlainResponse.self) == (.cbor, .raw))
  }

  @Test("the bridge's default takes precedence over the type")
  func bridgeDefault() {
    #expect(encodings(ReadClock.self, bridge: .cbor) == (.cbor, .cbor))
    #expect(encodings(PlainResponse.self, bridge: .raw) == (.raw, .raw))
  }

  @Test("the format that a call states takes precedence over both")
  func stated() {
    #expect(encodings(StatesCBOR.self, bridge: .raw) == (.cbor, .cbor))
    #expect(encodings(StatesRaw.self, bridge: .cbor) == (.raw, .raw))
  }

  @Test("the type decides at run time, even in generic code")
  func genericCode() {
    func encoding<Value: Codable & Sendable>(of type: Value.Type) -> PayloadEncoding {
      PayloadType.of(type).encoding(stated: .automatic, bridge: .automatic)
    }
    #expect(encoding(of: SIMD4<Float>.self) == .raw)
    #expect(encoding(of: Int.self) == .cbor)
    #expect(encoding(of: String.self) == .cbor)
    #expect(encoding(of: Bool.self) == .raw)
  }

  @Test("a call that states raw for a type that is not plain is refused, for callers and handlers")
  func refused() async {
    await withBridge { bridge in
      let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(StatesRaw(number: 1)) }
      #expect(error?.code == .invalidArgument)
      #expect(error?.message == "StatesRaw cannot be encoded as raw bytes: it does not conform to PlainData")
      #expect(throws: HostSetupError.self) { try bridge.handle(StatesRaw.self) { _, _ in 1 } }
    }
  }

  @available(*, deprecated, message: "Tests what is deprecated.")
  @Test("the configuration's deprecated property is the same setting", arguments: [PayloadEncoding.raw, .cbor, nil])
  func payloadEncoding(encoding: PayloadEncoding?) {
    var configuration = HostBridgeConfiguration()
    #expect(configuration.payloadEncoding == nil)
    configuration.payloadEncoding = encoding
    #expect(configuration.payloadEncoding == encoding)
    #expect(configuration.wireFormat.encoding == encoding)
  }
}
