// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// Interceptors that the environment of the process adds to every bridge and client, whose types the layer above knows.
package protocol EnvironmentInterception: AnyObject, Sendable {
  /// Returns a configuration with the interceptors.
  func adding(to configuration: HostBridgeConfiguration) -> HostBridgeConfiguration
}

extension HostBridgeConfiguration {
  /// The environment variable with the path of the log of calls.
  package static let traceVariable = "HOSTCALL_TRACE"

  /// The object of `HostCall` that reads the environment; `nil` without the variable, or if the program has only calls
  /// in bytes.
  ///
  /// It comes from a C function that `HostCall` replaces: this module cannot refer to a layer above, which has no code
  /// that runs before a bridge is created. A type would be found by its name in another library that contains the
  /// package, too.
  private static let environment: (any EnvironmentInterception)? = {
    guard SystemProcess.environment(traceVariable) != nil, let object = unsafe hostcall_environment_interception()
    else { return nil }
    return unsafe Unmanaged<AnyObject>.fromOpaque(object).takeUnretainedValue() as? any EnvironmentInterception
  }()

  /// The configuration with the interceptors that the environment adds.
  package var withEnvironment: HostBridgeConfiguration {
    // Before any lock: in a forked child, no thread releases one.
    hostcall_fork_watch()
    if BridgeRuntime.isForkedChild { return self }
    return Self.environment?.adding(to: self) ?? self
  }
}
