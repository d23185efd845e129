// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import CProfileCore
import HostCall
import ProfileCalls

/// Opens a bridge with `log_in` and the stream `watch_balance` exposed.
@c @implementation
public func profile_core_open() -> hostcall_bridge {
  let bridge = HostBridge()
  do {
    try bridge.declare(ReadClock.self, FetchProfile.self)
    let service = ProfileService(host: HostCallClient(transport: bridge))
    try bridge.expose(LogIn.self) { request, _ in try await service.logIn(request) }
    try bridge.exposeStreamBytes("watch_balance", watchBalance)
  } catch {
    return 0  // the bridge could not be opened, and has no handle
  }
  return bridge.cHandle
}

/// Passes on the items of the host's stream `watch_account`, at most four in advance, and its end.
@Sendable private func watchBalance(_ request: BridgeRequest, _ sender: StreamSender) async -> BridgeAnswer? {
  do throws(BridgeError) {
    let reader = try await request.bridge.openStream("watch_account", request.payload, buffer: 4)
    while let item = try await reader.next() { try await sender.send(item) }
    return nil
  } catch {
    return error.failure.map { .failure($0) } ?? .error(error.code, message: error.message)
  }
}

/// Returns this library's table of the C functions.
@c @implementation
public func profile_core_api() -> UnsafePointer<hostcall_api>! { HostBridge.cAPI }
