// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

extension InProcessHost {
  /// Emits an event as the host, to every listener of its type.
  ///
  /// Unlike `bridge.emit`, it leaves the core's descriptor unchanged.
  ///
  /// - Parameter event: The event.
  /// - Throws: As `bridge.emit`.
  public func emit<E: HostEvent>(_ event: E) throws(HostCallError<Never>) {
    try bridge.emit(event, isOfHost: true)
  }

  /// Subscribes the host to the events of a type.
  ///
  ///     let events = try host.events(of: ThemeChanged.self)
  ///     try settings.use(.dark)
  ///     #expect(await events.next()?.isDark == true)
  ///
  /// Unlike `bridge.events`, it leaves the core's descriptor unchanged.
  ///
  /// - Parameters:
  ///   - type: The type of the events.
  ///   - capacity: The maximum number of events that wait for the reader; clamped to 1 to 65,536.
  /// - Returns: The events that are emitted after this function has returned.
  /// - Throws: As `bridge.events`.
  public func events<E: HostEvent>(of type: E.Type, capacity: Int = 256) throws(HostSetupError) -> HostEvents<E> {
    try bridge.events(of: type, capacity: capacity, isOfHost: true)
  }
}
