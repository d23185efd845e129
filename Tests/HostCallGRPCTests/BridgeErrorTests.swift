// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import GRPCCore
import HostBridgeCore
import HostCall
import Synchronization
import Testing

@testable import HostCallGRPC

@Suite("Errors from a server's answer")
struct BridgeErrorTests {
  /// A schema that counts how often its fingerprint or its difference is requested.
  private final class AskedSchema: CallSchema {
    let questions = Mutex(0)

    var identity: SchemaIdentity {
      SchemaIdentity(type: ObjectIdentifier(Self.self), request: .cbor, response: .cbor)
    }
    var isRaw: Bool { false }
    var fingerprint: UInt64 {
      questions.withLock { $0 += 1 }
      return 0x51
    }
    var inCBOR: any CallSchema { self }
    func difference(fromHost fingerprint: UInt64, _ schema: (any CallSchema)?) -> String {
      questions.withLock { $0 += 1 }
      return "another field"
    }
    func rawDifference(fromHost fingerprint: UInt64?, _ schema: (any CallSchema)?) -> String? { nil }
    static func describe(_ calls: [DescribedCall], includesSchemas: Bool, maximumPayloadSize: Int) -> [UInt8] { [] }
  }

  private func error(_ schema: AskedSchema, statesSchema: Bool) -> BridgeError {
    var call = TransportCall(wireName: "count", request: [])
    call.schema = schema
    call.statesSchema = statesSchema
    let refusal = RPCError(
      code: .failedPrecondition, message: "two numbers", metadata: ["hostcall-fingerprint": "0000000000000052"])
    return BridgeError(refusal, of: call)
  }

  @Test("a refused call that states its schema says which fields differ")
  func mismatch() {
    let error = error(AskedSchema(), statesSchema: true)
    #expect(error.code == .failedPrecondition && error.wireName == "count")
    #expect(
      error.message
        == "the host's schema of count is not the core's: another field "
        + "(fingerprints 0x52 of the host and 0x51 of the core)")
  }

  @Test("a refused call that states no schema does not compute one, whatever the server says")
  func unstated() {
    let schema = AskedSchema()
    let error = error(schema, statesSchema: false)
    #expect(error.code == .failedPrecondition && error.message == "two numbers")
    #expect(schema.questions.withLock { $0 } == 0)
  }
}
#endif
