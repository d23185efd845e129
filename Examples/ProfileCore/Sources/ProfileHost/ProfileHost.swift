// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import ProfileCalls

/// Opens a bridge that exposes the calls that ProfileCore makes: `hostcall_bridge profile_host_open(void)`.
///
/// `hostcall serve` answers cores on other machines with this library. Calls from other machines are always encoded in
/// CBOR, so the bridge uses that format even for plain types.
@c
public func profile_host_open() -> UInt64 {
  var configuration = HostBridgeConfiguration()
  configuration.wireFormat = .cbor
  let bridge = HostBridge(configuration: configuration)
  do {
    try bridge.expose(ReadClock.self) { _, _ in 1_700_000_000.5 }
    try bridge.expose(FetchProfile.self) { request, context in
      // These users take a while to find.
      if request.userID == 6 { try await Task.sleep(for: .seconds(1)) }
      if request.userID == 8 { try await Task.sleep(for: .seconds(10)) }
      guard request.userID % 100 != 99 else { throw ProfileFailure(code: "not_found", retryable: false) }
      var tags = ["remote"]
      if let tenant = context.metadata["tenant"] { tags.append("tenant \(tenant)") }
      if let trace = context.metadata.bytes(forKey: "trace-bin") { tags.append("trace of \(trace.count) bytes") }
      return Profile(name: "user \(request.userID)", tags: tags, balanceCents: Int64(request.userID % 1000))
    }
    try bridge.exposeStream(WatchBalance.self) { request, _, send in
      for cents in 0... {
        guard request.userID % 100 != 99 || cents < 3 else { throw ProfileFailure(code: "closed", retryable: false) }
        if request.userID == 7, cents == 100 { return }
        try await send(Int64(cents))
      }
    }
  } catch {
    return 0  // the bridge could not be opened, and has no handle
  }
  return bridge.cHandle
}
