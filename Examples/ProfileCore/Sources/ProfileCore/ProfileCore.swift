// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import CProfileCore
import HostCall
import ProfileCalls

/// Opens a bridge with `log_in` exposed.
@c @implementation
public func profile_core_open() -> hostcall_bridge {
  let bridge = HostBridge()
  do {
    try bridge.declare(ReadClock.self, FetchProfile.self)
    let service = ProfileService(host: HostCallClient(transport: bridge))
    try bridge.expose(LogIn.self) { request, _ in try await service.logIn(request) }
  } catch {
    return 0  // the bridge could not be opened, and has no handle
  }
  return bridge.cHandle
}

/// Returns this library's table of the C functions.
@c @implementation
public func profile_core_api() -> UnsafePointer<hostcall_api>! { HostBridge.cAPI }
