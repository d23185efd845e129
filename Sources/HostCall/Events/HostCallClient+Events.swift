// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

extension HostCallClient {
  /// Emits an event over the client's transport, like `HostBridge.emit(_:)`.
  ///
  /// - Parameter event: The event.
  /// - Throws: As `HostBridge.emit(_:)`; `unimplemented` if the transport carries no events, as gRPC.
  public func emit<E: HostEvent>(_ event: E) throws(HostCallError<Never>) {
    do throws(BridgeError) {
      let limit = configuration.maximumPayloadSize
      func encoded() throws(BridgeError) -> [UInt8] {
        let bytes = try EventCoding.encode(event)
        guard bytes.count <= limit else { throw .tooLarge("event", size: bytes.count, limit: limit) }
        return bytes
      }
      guard let bridge = transport as? HostBridge else {
        return try transport.emitBytes(try encoded(), named: E.wireName)
      }
      if bridge.isClosed { throw .bridgeClosed }
      // As for calls, the descriptor of a core lists what it emits over a client.
      try bridge.emit(named: try bridge.emittedName(of: E.self), encoding: encoded)
    } catch {
      throw EventCoding.error(error, of: E.self)
    }
  }
}
