// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore

// Each input is a list of calls of the C functions, with valid and invalid arguments, on one open bridge. Buffers are
// exactly as large as their stated lengths, so that the address sanitizer detects reads past their ends.

/// The handle of a closed bridge.
nonisolated(unsafe) var staleHandle: UInt64 = 0

/// Called by libFuzzer for each input.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bridge = HostBridge()
  try? bridge.exposeBytes("echo") { request in .response(request.payload) }
  try? bridge.exposeStreamBytes("bytes") { request, sender in
    for byte in request.payload where (try? await sender.send([byte])) == nil { break }
    return nil
  }
  var script = Script(bridge: bridge, bytes: Array(UnsafeBufferPointer(start: data, count: size)))
  script.run()
  expect(hostcall_close(bridge.cHandle), "hostcall_close", among: [HOSTCALL_OK, HOSTCALL_INVALID_BRIDGE])
  staleHandle = script.handle
  return 0
}

func expect(_ status: Int32, _ function: String, among allowed: [Int32] = Array(0...10)) {
  if !allowed.contains(status) { fatalError("\(function) returned \(status)") }
}

/// Answers some calls at once; its user data points to the bridge's handle.
let invoke: hostcall_invoke_fn = { callID, request, count, userData in
  guard let request, let userData else { fatalError("invoke got NULL") }
  if Int(bitPattern: request) % 16 != 0 { fatalError("a request is not aligned") }
  let sum = UnsafeBufferPointer(start: request, count: count).reduce(0) { $0 &+ Int32($1) }
  let handle = userData.load(as: UInt64.self)
  if sum % 2 == 0 { expect(hostcall_complete(handle, callID, sum % 5, request, count), "hostcall_complete") }
}

let reply: hostcall_reply_fn = { outcome, payload, count, userData in
  if payload == nil { fatalError("reply got NULL") }
}

let wake: hostcall_wake_fn = { userData in
  if userData == nil { fatalError("wake got NULL") }
}
