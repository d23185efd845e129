// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// The messages of `grpc.health.v1.Health`, in protobuf.
///
///     0a 05 61 63 6d 65 2e        field 1, 5 bytes: the service "acme."
///     08 01                       field 1, the number 1: SERVING
///
/// Source: [health.proto](https://github.com/grpc/grpc/blob/master/src/proto/grpc/health/v1/health.proto) and
/// [the encoding](https://protobuf.dev/programming-guides/encoding/).
enum HealthMessage {
  /// The status of a service, with its number in the protocol.
  enum Status: UInt8, Sendable {
    case serving = 1
    case notServing = 2
    /// Only in an answer to `Watch`.
    case serviceUnknown = 3
  }

  /// Returns the encoded `HealthCheckResponse`.
  static func response(_ status: Status) -> [UInt8] { [0x08, status.rawValue] }

  /// Returns the service that an encoded `HealthCheckRequest` names, which is empty by default.
  ///
  /// Fields that are not known are skipped, and of several the last counts, as the encoding demands.
  ///
  /// - Throws: `invalidArgument` if it is malformed.
  static func service(in request: [UInt8]) throws(BridgeError) -> String {
    var service = ""
    var bytes = request[...]
    while !bytes.isEmpty {
      let tag = try number(&bytes)
      switch tag & 7 {
      case 0: _ = try number(&bytes)
      case 1: _ = try take(8, from: &bytes)
      case 2:
        let field = try take(try number(&bytes), from: &bytes)
        guard tag >> 3 == 1 else { continue }
        guard let text = String(validating: field, as: UTF8.self) else { throw malformed }
        service = text
      case 5: _ = try take(4, from: &bytes)
      default: throw malformed
      }
    }
    return service
  }

  private static var malformed: BridgeError {
    BridgeError(code: .invalidArgument, message: "the request is no HealthCheckRequest in protobuf")
  }

  private static func number(_ bytes: inout ArraySlice<UInt8>) throws(BridgeError) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let byte = bytes.popFirst() else { break }
      // The tenth byte has one bit of the number.
      guard shift < 63 || byte <= 1 else { break }
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
    }
    throw malformed
  }

  private static func take(
    _ count: UInt64, from bytes: inout ArraySlice<UInt8>
  ) throws(BridgeError) -> ArraySlice<UInt8> {
    guard count <= UInt64(bytes.count) else { throw malformed }
    defer { bytes = bytes.dropFirst(Int(count)) }
    return bytes.prefix(Int(count))
  }
}
#endif
