// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

func answerWithCodes(on bridge: HostBridge) throws {
  try bridge.handle(FetchProfile.self) { request, context in
    switch request.userID {
    case 7: return Profile(name: "Ada", tags: [])
    case 8: throw ProfileFailure(code: "locked", retryable: true)  // failed, with the failure
    case 9: throw HostCallError<Never>(code: .permissionDenied, message: "not for you")
    case 10: throw CancellationError()  // cancelled
    default: throw NoSuchUser()  // unknown, with its description
    }
  }
}

struct NoSuchUser: Error {}

func names(of userIDs: [UInt64], over bridge: HostBridge) async -> [String] {
  let results = await bridge.callEach(userIDs.map { FetchProfile(userID: $0) }, timeout: .seconds(2))
  return results.map { result in
    switch result {
    case .success(let profile): profile.name
    case .failure(let error): "\(error.code)"
    }
  }
}

func openWithLimits() -> HostBridge {
  var configuration = HostBridgeConfiguration()
  configuration.maximumPayloadSize = 1 << 20
  configuration.maximumCallsInFlight = 256
  configuration.overloadPolicy = .fail  // resourceExhausted, instead of waiting for a permit
  configuration.maximumInboundCalls = 1024  // calls to the core that await their reply, or still run
  configuration.staleCallWarning = .seconds(10)
  return HostBridge(
    configuration: configuration,
    onStaleCall: { call in print("still waiting: \(call)") },
    onReport: { report in print("something is wrong: \(report)") })
}
