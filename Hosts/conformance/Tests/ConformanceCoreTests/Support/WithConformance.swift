// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

@testable import ConformanceCore

/// Opens a core with a host in Swift, runs a test, and closes the core.
func withConformance(
  _ body: (ConformanceCoreClient<CoreCaller>, EchoHost, HostBridge) async throws -> Void
) async throws {
  guard let bridge = CoreVariant.whole.openBridge() else { throw HostSetupError(code: .unavailable, message: "") }
  let core = ConformanceCoreClient(CoreCaller(bridge: bridge.cHandle))
  let host = EchoHost(core: core)
  do {
    try bridge.handle(host, as: ConformanceHostInterface.self)
    try await body(core, host, bridge)
  } catch {
    await bridge.close()
    throw error
  }
  await bridge.close()
}
