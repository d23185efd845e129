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
      let bytes = try EventCoding.encode(event)
      let limit = configuration.maximumPayloadSize
      guard bytes.count <= limit else { throw .tooLarge("event", size: bytes.count, limit: limit) }
      // As for calls, the descriptor of a core lists what it emits over a client.
      if let bridge = transport as? HostBridge, !bridge.isClosed { _ = try bridge.emittedName(of: E.self) }
      try transport.emitBytes(bytes, named: E.wireName)
    } catch {
      throw EventCoding.error(error, of: E.self)
    }
  }
}
