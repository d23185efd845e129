// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
public import HostBridgeCore
public import ServiceLifecycle

/// A bridge as a service of a `ServiceGroup`: runs until the group shuts down, and then closes the bridge.
///
///     let group = ServiceGroup(services: [HostBridgeService(bridge)], logger: logger)
///
/// A type of its own and not a conformance of `HostBridge`, because a service has a grace time, and because only one
/// conformance of a type can exist in a program.
///
/// Thread safety: safe from any thread.
public struct HostBridgeService: Service {
  private let bridge: HostBridge
  private let grace: Duration

  /// Creates a service.
  ///
  /// - Parameters:
  ///   - bridge: The bridge.
  ///   - grace: How long calls to the core may take to end after the shutdown has begun.
  public init(_ bridge: HostBridge, grace: Duration = .seconds(10)) {
    self.bridge = bridge
    self.grace = grace
  }

  /// Waits for the shutdown and closes the bridge: with the grace time if it is graceful, at once if the task is
  /// cancelled.
  public func run() async throws {
    await bridge.close(grace: await Shutdown.isGraceful() ? grace : .zero)
  }
}
#endif
