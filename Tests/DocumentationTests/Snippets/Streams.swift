// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

struct WatchBalance: HostStreamable {  // wire name watch_balance
  typealias Element = Balance
  typealias Failure = ProfileFailure
  var userID: UInt64
}

struct Balance: Codable, Sendable {
  var cents: Int
}

func printBalances(_ bridge: HostBridge) async throws {
  for try await balance in bridge.stream(WatchBalance(userID: 7)) {
    print(balance.cents)
  }
}

func answerStreams(on bridge: HostBridge) throws {
  try bridge.handleStream(WatchBalance.self) { request, context, send in
    for cents in 1...3 { try await send(Balance(cents: cents)) }
  }
}
