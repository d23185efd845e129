// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore

/// Runs `body`, and closes `bridge` afterwards, even if `body` throws.
func closingAfterwards<Result, Failure: Error>(
  _ bridge: HostBridge, _ body: () async throws(Failure) -> Result
) async throws(Failure) -> Result {
  do throws(Failure) {
    let result = try await body()
    await bridge.close()
    return result
  } catch {
    await bridge.close()
    throw error
  }
}
