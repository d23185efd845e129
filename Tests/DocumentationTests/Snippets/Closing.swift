// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

func shutDown(_ bridge: HostBridge) async {
  bridge.failPending(.unavailable, message: "shutting down")
  await bridge.close(grace: .seconds(5))
}

func askOnTheBridgesThread(_ bridge: HostBridge) async throws -> Profile {
  let task = Task(executorPreference: bridge.executor) {
    try await bridge.call(FetchProfile(userID: 7))
  }
  return try await task.value
}
