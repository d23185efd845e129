// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

extension HostBridge {
  /// Emits an event to every listener of its type: those of the host and those of the core.
  ///
  /// Never waits: each listener has a bounded queue of its own. Without a listener, the event is not even encoded. A
  /// host's listener receives an event that a task emits before it answers a call before it sees that answer; between
  /// Swift tasks there is no such order.
  ///
  /// Complexity: linear in the number of listeners.
  ///
  /// - Parameter event: The event.
  /// - Throws: ``HostCallCode/invalidArgument`` if the event cannot be encoded or has no valid wire name,
  ///   ``HostCallCode/resourceExhausted`` if it is too large or memory is lacking, ``HostCallCode/unavailable`` if the
  ///   bridge is closed. Never because a listener is slow.
  public func emit<E: HostEvent>(_ event: E) throws(HostCallError<Never>) {
    do throws(BridgeError) {
      // Checked before any process-wide lock is acquired, since no thread releases such a lock in a forked child.
      if isClosed { throw .bridgeClosed.named(E.wireName) }
      let name = try EventName.of(E.self)
      guard hasListeners(named: name) else { return countUnheard() }
      let bytes: [UInt8]
      do {
        bytes = try PayloadCodec.encode(event, .cbor)
      } catch {
        throw BridgeError(
          code: .invalidArgument, message: "the event cannot be encoded: \(PayloadCodec.describe(error))",
          wireName: name.text)
      }
      try unsafe emit(bytes.span.bytes, named: name)
    } catch {
      throw HostCallError(code: error.code, message: error.message, wireName: error.wireName ?? E.wireName)
    }
  }

  /// Subscribes to the events of a type.
  ///
  ///     for await event in try bridge.events(of: ThemeChanged.self) { … }
  ///
  /// - Parameters:
  ///   - type: The type of the events.
  ///   - capacity: The maximum number of events that wait for the reader; clamped to 1 to 65,536.
  /// - Returns: The events that are emitted after this function has returned, by the host or by the core. They have
  ///   ended if the bridge is closed.
  /// - Throws: ``HostCallCode/invalidArgument`` if the type has no valid wire name.
  public func events<E: HostEvent>(of type: E.Type, capacity: Int = 256) throws(HostSetupError) -> HostEvents<E> {
    do throws(BridgeError) {
      return HostEvents(
        try eventBytes(named: E.wireName, capacity: capacity, policy: E.policy),
        limit: configuration.maximumPayloadSize)
    } catch {
      throw HostSetupError(error)
    }
  }
}
