// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
extension HostCallServer {
  /// Sets what `grpc.health.v1.Health` answers about a service, before a restart, say, or while a database is away.
  ///
  /// Without it, the server and all services of the names that it answers are serving. Once ``shutdown(grace:)`` has
  /// begun, none is, whatever has been set. Watchers are told at once. Health decides nothing about calls: the server
  /// answers all that it receives.
  ///
  /// - Parameters:
  ///   - health: Whether the service accepts calls.
  ///   - service: What stands before the last dot of the service's wire names, or `hostcall` for names without a dot; a
  ///     service for which it has been set is known, whether or not it has handlers. Empty, the default, for the whole
  ///     server and all services for which nothing has been set.
  public func setHealth(_ health: ServiceHealth, of service: String = "") { self.health.set(health, of: service) }
}
#endif
