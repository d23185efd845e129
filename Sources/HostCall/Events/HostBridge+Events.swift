// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

extension HostBridge {
  /// Emits an event to every listener of its type: those of the host and those of the core.
  ///
  /// Never waits: each listener has a bounded queue of its own. Without a listener, the event is not even encoded. A
  /// host's listener receives an event that a task emits before it answers a call before it sees that answer; between
  /// Swift tasks there is no such order. From the first event of a type on, the ``descriptor()`` lists it.
  ///
  /// Complexity: linear in the number of listeners.
  ///
  /// - Parameter event: The event.
  /// - Throws: ``HostCallCode/invalidArgument`` if the event cannot be encoded or has no valid wire name,
  ///   ``HostCallCode/resourceExhausted`` if it is too large or memory is lacking, ``HostCallCode/unavailable`` if the
  ///   bridge is closed. Never because a listener is slow.
  public func emit<E: HostEvent>(_ event: E) throws(HostCallError<Never>) {
    try emit(event, isOfHost: false)
  }

  /// Emits an event.
  ///
  /// - Parameter isOfHost: Whether the host emits the event; if not, the descriptor lists it.
  package func emit<E: HostEvent>(_ event: E, isOfHost: Bool) throws(HostCallError<Never>) {
    do throws(BridgeError) {
      // Checked before any process-wide lock is acquired, since no thread releases such a lock in a forked child.
      if isClosed { throw .bridgeClosed }
      let name = isOfHost ? try CallTypeInfo.of(event: E.self).name.get() : try emittedName(of: E.self)
      try emit(named: name) { () throws(BridgeError) in try EventCoding.encode(event) }
    } catch {
      throw EventCoding.error(error, of: E.self)
    }
  }

  /// Returns the name of a type of event that the core emits, and records it for the first one.
  func emittedName<E: HostEvent>(of type: E.Type) throws(BridgeError) -> WireName {
    let key = UInt(bitPattern: ObjectIdentifier(type))
    if let target = storage.eventTargets.find(key) { return target.name }
    let event = try CallTypeInfo.of(event: type).event(type)
    storage.emitted.record(event)
    return storage.eventTargets.add(key, EventTarget(event.name)).name
  }

  /// Subscribes to the events of a type.
  ///
  ///     for await event in try bridge.events(of: ThemeChanged.self) { … }
  ///
  /// The ``descriptor()`` lists the event as one that the core listens to.
  ///
  /// - Parameters:
  ///   - type: The type of the events.
  ///   - capacity: The maximum number of events that wait for the reader; clamped to 1 to 65,536.
  /// - Returns: The events that are emitted after this function has returned, by the host or by the core. They have
  ///   ended if the bridge is closed.
  /// - Throws: ``HostCallCode/invalidArgument`` if the type has no valid wire name.
  public func events<E: HostEvent>(of type: E.Type, capacity: Int = 256) throws(HostSetupError) -> HostEvents<E> {
    try events(of: type, capacity: capacity, isOfHost: false)
  }

  /// Subscribes to the events of a type.
  ///
  /// - Parameter isOfHost: Whether the host listens; if not, the descriptor lists the event.
  package func events<E: HostEvent>(
    of type: E.Type, capacity: Int, isOfHost: Bool
  ) throws(HostSetupError) -> HostEvents<E> {
    do throws(BridgeError) {
      let reader = try eventBytes(named: E.wireName, capacity: capacity, policy: E.policy)
      if !isOfHost, let event = try? event(type) { storage.heard.record(event) }
      return HostEvents(reader, limit: configuration.maximumPayloadSize)
    } catch {
      throw HostSetupError(error)
    }
  }

  /// Returns the name and schema of a type of event.
  ///
  /// - Throws: ``HostCallCode/unavailable`` if the bridge is closed, ``HostCallCode/invalidArgument`` if the type has
  ///   no valid wire name.
  func event<E: HostEvent>(_ type: E.Type) throws(HostSetupError) -> NamedCall {
    // Checked before any process-wide lock is acquired, since no thread releases such a lock in a forked child.
    if isClosed { throw HostSetupError(.bridgeClosed) }
    do throws(BridgeError) {
      return try CallTypeInfo.of(event: type).event(type)
    } catch {
      throw HostSetupError(error)
    }
  }
}
