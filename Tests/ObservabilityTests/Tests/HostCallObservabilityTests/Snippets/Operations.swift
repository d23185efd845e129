// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallGRPC
import HostCallObservability
import Logging
import ServiceLifecycle
import UnixSignals

/// The code that the article Operating a Service shows.
enum Operations {
  static func observed(_ logger: Logger) -> HostBridge {
    var configuration = HostBridgeConfiguration()
    configuration.observe(logger: logger)
    let bridge = HostBridge(configuration: configuration)
    return bridge
  }

  static func run(_ bridge: HostBridge, _ address: RemoteAddress, _ logger: Logger) async throws {
    let server = HostCallServer(answering: bridge)
    let services: [any Service] = [HostBridgeService(bridge), HostCallServerService(server, listening: address)]
    try await ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm], logger: logger).run()
  }

  static func counted() -> HostBridge {
    var configuration = HostBridgeConfiguration()
    configuration.countsCallsByName = true
    return HostBridge(configuration: configuration)
  }

  static func failures(of bridge: HostBridge) -> UInt64 {
    let failures = bridge.statisticsByName["fetch_profile"]?.failed ?? 0
    return failures
  }
}
