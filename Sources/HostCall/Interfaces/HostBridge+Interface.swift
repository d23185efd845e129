// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

extension HostBridge {
  /// Answers the core's calls of an interface, for a host that is written in Swift.
  ///
  ///     try bridge.handle(MyProfiles(), as: ProfileHostInterface.self)
  ///
  /// Each call runs a method of `implementation` in a task of its own, with the call's context in
  /// ``HostCallContext/current``. What the method throws reaches the caller as described for
  /// ``handle(_:executorPreference:_:)``: an error that it creates with its code, and the error of a call that it
  /// makes itself as ``HostCallCode/unknown``, with that call's name in the message.
  ///
  /// The events of the interface that are emitted after this function has returned run a method too, one after the
  /// other for each type of event. What it throws is reported (`HostBridgeReport.Kind.failedEvent`). An event reaches
  /// every implementation: unlike a handler, a later one does not replace it.
  ///
  /// - Parameters:
  ///   - implementation: The object that answers the calls; retained until they are unregistered or the bridge is
  ///     closed.
  ///   - interface: The interface.
  ///   - executor: As for ``handle(_:executorPreference:_:)``.
  /// - Returns: The registrations, in the order of the interface's calls; those of events end their subscriptions.
  /// - Throws: As ``handle(_:executorPreference:_:)``, with the wire name of the first call that cannot be registered;
  ///   then none of the interface's calls is registered. A handler that one of them replaced before is not restored.
  @discardableResult
  public func handle<Interface: HostInterface>(
    _ implementation: Interface.Implementation, as interface: Interface.Type,
    executorPreference executor: (any TaskExecutor)? = nil
  ) throws(HostSetupError) -> [HostRegistration] {
    let calls = try checked(interface)
    var registrations: [HostRegistration] = []
    do throws(HostSetupError) {
      for call in calls { registrations.append(try call.handle(self, implementation, executor)) }
    } catch {
      for registration in registrations { registration.unregister() }
      throw error
    }
    return registrations
  }

  /// Lets the host call the functions of an interface.
  ///
  ///     try bridge.expose(service, as: ProfileCoreInterface.self)
  ///
  /// The events of the interface run methods as described for ``handle(_:as:executorPreference:)``, until the bridge is
  /// closed.
  ///
  /// - Parameters:
  ///   - implementation: The object that answers the calls; retained until the bridge is closed.
  ///   - interface: The interface.
  ///   - executor: As for ``handle(_:executorPreference:_:)``.
  /// - Throws: As ``expose(_:executorPreference:_:)``, with the wire name of the first call that cannot be exposed;
  ///   then none of them is, unless the bridge is closed in the meantime.
  public func expose<Interface: HostInterface>(
    _ implementation: Interface.Implementation, as interface: Interface.Type,
    executorPreference executor: (any TaskExecutor)? = nil
  ) throws(HostSetupError) {
    for call in try checked(interface) { try call.expose(self, implementation, executor) }
  }

  /// Returns the calls of an interface, after checking that all of them can be made.
  private func checked<Interface: HostInterface>(
    _ interface: Interface.Type
  ) throws(HostSetupError) -> [HostInterfaceCall<Interface.Implementation>] {
    let calls = interface.calls
    for call in calls { _ = try call.check(self) }
    return calls
  }
}
