// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import CFloor
import HostCall

/// A call of an exposed function that calls the host before it answers.
struct RelayedEcho: HostCallable, PlainData {
  typealias Response = RelayedEcho
  static let wireName = "relayed"
  var first: UInt64 = 1
  var second: UInt64 = 2
}

/// The call that the function of ``RelayedEcho`` makes; its host accepts requests from several threads.
struct SharedEcho: HostCallable, PlainData {
  typealias Response = SharedEcho
  static let wireName = "shared"
  var first: UInt64 = 1
  var second: UInt64 = 2
}

/// The subjects in which a thread of the host, in C, calls functions of the core and waits for their replies.
///
/// A plain C function would not be a floor: the Swift function never runs on the host's thread, and its reply runs on a
/// third thread, the bridge's. The floor therefore passes the bytes through as many threads and back to the first, with
/// the queues and copies of the other floors: two threads for a function that returns at once,
///
///     host's thread ──► thread for tasks ──► thread for callbacks ──► host's thread
///
/// and two more for a function that calls the host before it returns. No thread of either side spins before it sleeps.
struct InboundSubjects {
  let bridge: HostBridge
  private let host: OpaquePointer

  init() throws {
    let bridge = HostBridge()
    host = floor_host_start(hostcall_complete, bridge.cHandle)
    precondition(
      hostcall_register(bridge.cHandle, "shared", floor_host_invoke_shared, UnsafeMutableRawPointer(host))
        == HOSTCALL_OK)
    try bridge.expose(PlainEcho.self) { request, _ in request }
    try bridge.expose(SmallEcho.self) { request, _ in request }
    try bridge.expose(RelayedEcho.self) { request, _ in
      let answer = try await bridge.call(SharedEcho(first: request.first, second: request.second))
      return RelayedEcho(first: answer.first, second: answer.second)
    }
    self.bridge = bridge
  }

  func close() async {
    await bridge.close()
    floor_host_stop(host)
  }

  var all: [Subject] {
    get throws {
      let plain = withUnsafeBytes(of: PlainEcho()) { Array($0) }
      let small: [UInt8] = try CBOREncoder().encode(SmallEcho())
      return [
        subject("inbound.idle", "plain_echo", plain, width: 1, hops: 2),
        subject("inbound.window64.raw", "plain_echo", plain, width: 64, hops: 2),
        subject("inbound.window64.cbor", "small_echo", small, width: 64, hops: 2),
        subject("inbound.window64.suspended", "relayed", plain, width: 64, hops: 4),
      ]
    }
  }

  private func subject(_ name: String, _ function: String, _ request: [UInt8], width: UInt64, hops: Int) -> Subject {
    var subject = Subject(
      name: name, floorName: "\(hops) threads in C", operations: 1000,
      run: { [bridge] count in
        floor_call_core(hostcall_call, bridge.cHandle, function, request, request.count, width, UInt64(count))
      },
      floor: { floor_relays(hops, request, request.count, width, UInt64($0)) })
    subject.fewest = Int(width) * 16
    return subject
  }
}
