// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

/// Returns the text of the request.
struct Echo: HostCallable {
  struct Response: Codable, Sendable {
    var text: String
  }

  var text: String
}

/// Opens a bridge that exposes ``Echo``: `hostcall_bridge second_core_open(void)`.
///
/// The library has its own copy of the package, and the tests load it beside ProfileCore.
@c
public func second_core_open() -> UInt64 {
  let bridge = HostBridge()
  do {
    try bridge.expose(Echo.self) { request, _ in Echo.Response(text: request.text) }
  } catch {
    return 0
  }
  return bridge.cHandle
}

/// Returns this library's table of the C functions: `const hostcall_api *second_core_api(void)`.
@c
public func second_core_api() -> UnsafePointer<hostcall_api> { HostBridge.cAPI }
