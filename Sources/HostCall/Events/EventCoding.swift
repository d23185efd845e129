// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// What a bridge and a client share when they emit events.
enum EventCoding {
  /// Encodes an event.
  static func encode<E: HostEvent>(_ event: E) throws(BridgeError) -> [UInt8] {
    do {
      return try PayloadCodec.encode(event, .cbor)
    } catch {
      throw BridgeError(
        code: .invalidArgument, message: "the event cannot be encoded: \(PayloadCodec.describe(error))",
        wireName: E.wireName)
    }
  }

  /// Returns the error for an event that cannot be emitted.
  static func error<E: HostEvent>(_ error: BridgeError, of type: E.Type) -> HostCallError<Never> {
    HostCallError(code: error.code, message: error.message, wireName: error.wireName ?? E.wireName)
  }
}

extension CallTypeInfo {
  /// Returns the name and schema of an event, which is the type that this describes.
  func event<E: HostEvent>(_ type: E.Type) throws(BridgeError) -> NamedCall {
    let identity = SchemaIdentity(type: ObjectIdentifier(type), request: .cbor, response: .cbor)
    return NamedCall(try name.get(), schema(identity), kind: .event)
  }
}
