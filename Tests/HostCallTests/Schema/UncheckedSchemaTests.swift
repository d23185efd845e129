// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import Synchronization
import Testing

/// The number of `Probed` values that were decoded.
private let decoded = Mutex(0)

private struct Probed: Codable, Sendable {
  var text: String

  init(from decoder: any Decoder) throws {
    decoded.withLock { $0 += 1 }
    text = try decoder.singleValueContainer().decode(String.self)
  }
}

private struct Other: Codable, Sendable {
  var number: Int
}

/// A call in CBOR except for its request, which is raw.
private struct Mixed<Request: PlainData & Codable, Response: Codable & Sendable>: HostCallable, PlainData {
  static var wireName: String { "mixed" }
  var request: Request
}

/// A call in CBOR except for its response, which is raw.
private struct MixedResponse<Request: Codable & Sendable, Response: PlainData & Codable>: HostCallable {
  static var wireName: String { "mixed_response" }
  var request: Request
}

/// A raw call with a failure, which is always in CBOR.
private struct Failing<Response: PlainData & Codable, Failure: Error & Codable & Sendable>: HostCallable, PlainData {
  static var wireName: String { "failing" }
  var number: UInt32
}

extension Probed: Error {}
extension Other: Error {}

@Suite("Handlers while schema checks are off", .serialized, .timeLimit(.minutes(1)))
struct UncheckedSchemaTests {
  private let bridge: HostBridge

  init() {
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = .off
    bridge = HostBridge(configuration: configuration, onSchemaMismatch: { Issue.record("\($0) was reported") })
    decoded.withLock { $0 = 0 }
  }

  private func register(_ name: String, fingerprint: UInt64) -> Int32 {
    var handler = unsafe hostcall_handler()
    unsafe handler.size = MemoryLayout<hostcall_handler>.size
    unsafe handler.invoke = { _, _, _, _ in }
    unsafe handler.fingerprint = fingerprint
    return unsafe hostcall_register_handler(bridge.cHandle, name, &handler)
  }

  /// Returns the error of registering a handler of type `C`.
  private func refusal<C: HostCallable>(of type: C.Type) -> HostSetupError? {
    do throws(HostSetupError) {
      try bridge.handle(type) { _, _ in throw CancellationError() }
      return nil
    } catch {
      return error
    }
  }

  @Test("parts in CBOR are neither compared nor probed if other parts are raw")
  func mixed() async throws {
    try bridge.declare(
      Mixed<UInt32, Probed>.self, MixedResponse<Probed, UInt64>.self, Failing<UInt64, Probed>.self)
    #expect(refusal(of: Mixed<UInt32, Other>.self) == nil)
    #expect(refusal(of: MixedResponse<Other, UInt64>.self) == nil)
    #expect(refusal(of: Failing<UInt64, Other>.self) == nil)
    #expect(register("mixed", fingerprint: HostCallSchema(Mixed<UInt32, Other>.self).fingerprint) == HOSTCALL_OK)
    #expect(
      register("mixed_response", fingerprint: HostCallSchema(MixedResponse<Other, UInt64>.self).fingerprint)
        == HOSTCALL_OK)
    #expect(register("failing", fingerprint: HostCallSchema(Failing<UInt64, Other>.self).fingerprint) == HOSTCALL_OK)
    await bridge.close()
    #expect(decoded.withLock { $0 } == 0)
  }

  @Test("a raw part with another layout is refused, and the others are not probed")
  func otherLayout() async throws {
    try bridge.declare(
      Mixed<UInt32, Probed>.self, MixedResponse<Probed, UInt64>.self, Failing<UInt64, Probed>.self)
    let request = refusal(of: Mixed<Float, Other>.self)
    #expect(request?.code == .failedPrecondition)
    #expect(
      request?.message
        == "the host's schema of mixed is not the core's: "
        + "request.request: the host has Float at 0, the core UInt32 at 0"
    )
    #expect(refusal(of: MixedResponse<Other, Int64>.self)?.code == .failedPrecondition)
    #expect(refusal(of: Failing<Int64, Other>.self)?.code == .failedPrecondition)
    #expect(
      register("mixed", fingerprint: HostCallSchema(Mixed<Float, Other>.self).fingerprint) == HOSTCALL_SCHEMA_MISMATCH)
    #expect(
      register("mixed_response", fingerprint: HostCallSchema(MixedResponse<Other, Int64>.self).fingerprint)
        == HOSTCALL_SCHEMA_MISMATCH)
    #expect(
      register("failing", fingerprint: HostCallSchema(Failing<Int64, Other>.self).fingerprint)
        == HOSTCALL_SCHEMA_MISMATCH)
    await bridge.close()
    #expect(decoded.withLock { $0 } == 0)
  }

  @Test("a part that only one side takes as raw bytes is refused, and not probed")
  func otherEncoding() async throws {
    try bridge.declare(Mixed<UInt32, Probed>.self)
    #expect(refusal(of: Mixed<UInt32, UInt32>.self)?.code == .failedPrecondition)
    #expect(decoded.withLock { $0 } == 0)
    await bridge.close()
  }

  @Test("an undeclared call with a raw part reaches a handler for other types in CBOR, and probes nothing")
  func firstCall() async throws {
    #expect(refusal(of: Mixed<UInt32, Other>.self) == nil)
    let error = await #expect(throws: HostCallError<Never>.self) {
      try await bridge.call(Mixed<UInt32, Probed>(request: 1))
    }
    #expect(error?.code == .cancelled)
    await bridge.close()
    #expect(decoded.withLock { $0 } == 0)
  }
}
