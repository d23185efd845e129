// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore
internal import HostCall

/// Answers `hostcall.v1.Schema/Describe` with the descriptor of the calls and streams that a server answers.
///
/// The request is not read. The response is a `HostCallDescriptor` in CBOR, so that a client in any language can read
/// it.
struct SchemaService: HostCallTransport {
  static let service = "hostcall.v1.Schema"
  static let describe = "hostcall.v1.Schema.Describe"

  let answering: any HostCallTransport

  var carriesRawBytes: Bool { false }

  func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] {
    guard call.wireName == Self.describe else {
      throw BridgeError(code: .unimplemented, message: "the service has no function \(call.wireName)")
    }
    return try await answering.describeAnswered()
  }

  func fingerprint(of wireName: String) async -> UInt64? { nil }
}
#endif
