// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

extension HostBridge {
  /// Passes the events of a type to a closure, in a task on the package's threads.
  ///
  /// The task ends when the registration is unregistered or the bridge is closed. It retains neither the bridge nor the
  /// registration, so it does not keep the bridge open.
  ///
  /// - Parameters:
  ///   - type: The type of the events.
  ///   - capacity: As for ``events(of:capacity:)``.
  ///   - isOfHost: Whether the closure belongs to the host; if not, the descriptor lists the event.
  ///   - executor: The executor that the task prefers; `nil` for the package's pool.
  ///   - body: Receives the events that are emitted after this function has returned, one after the other. An error
  ///     that it throws is reported.
  /// - Throws: ``HostCallCode/invalidArgument`` if the type has no valid wire name, ``HostCallCode/unavailable`` if the
  ///   bridge is closed.
  func listen<E: HostEvent>(
    to type: E.Type, capacity: Int, isOfHost: Bool, executorPreference executor: (any TaskExecutor)?,
    _ body: @escaping @Sendable (E) async throws -> Void
  ) throws(HostSetupError) -> HostRegistration {
    if isClosed { throw HostSetupError(.bridgeClosed) }
    let events = try self.events(of: type, capacity: capacity, isOfHost: isOfHost)
    guard let registration = events.registration(on: self) else { throw HostSetupError(.bridgeClosed) }
    EventReader.listen(executorPreference: executor) {
      while let event = await events.next() {
        do {
          try await body(event)
        } catch {
          events.report(error)
        }
      }
    }
    return registration
  }
}
