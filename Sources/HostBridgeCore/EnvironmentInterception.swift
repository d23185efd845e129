// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Interceptors that the environment of the process adds to every bridge and client, whose types the layer above knows.
package protocol EnvironmentInterception: SendableMetatype {
  /// Returns a configuration with the interceptors.
  static func adding(to configuration: HostBridgeConfiguration) -> HostBridgeConfiguration
}

extension HostBridgeConfiguration {
  /// The environment variable with the path of the log of calls.
  package static let traceVariable = "HOSTCALL_TRACE"

  /// The type of `HostCall` that reads the environment; `nil` without the variable, or if the program has only calls in
  /// bytes.
  ///
  /// Found by its mangled name: this module cannot refer to a type of a layer above, which is part of the same program and
  /// has no code that runs before a bridge is created.
  private static let environment: (any EnvironmentInterception.Type)? =
    SystemProcess.environment(traceVariable) == nil
    ? nil : _typeByName("8HostCall20EnvironmentRecordingO") as? any EnvironmentInterception.Type

  /// The configuration with the interceptors that the environment adds.
  package var withEnvironment: HostBridgeConfiguration {
    // Before any lock: in a forked child, no thread releases one.
    if BridgeRuntime.isForkedChild { return self }
    return Self.environment?.adding(to: self) ?? self
  }
}
