// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CFloor
import Foundation
import HostCall

/// Measures the memory of pending calls, of calls that have ended, and of bridges.
enum MemorySubjects {
  /// Measures the resident memory, in bytes, for each of a million calls that are pending at once.
  static func pending() async {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 1 << 20
    let bridge = HostBridge(configuration: configuration)
    precondition(hostcall_register(bridge.cHandle, "silent", floor_silent_invoke, nil) == HOSTCALL_OK)
    let count = 1_000_000
    let requests = [SilentEcho](repeating: SilentEcho(), count: count)
    let before = floor_resident()
    let task = Task { await bridge.callEach(requests).count }
    while bridge.statistics.inFlight < count { try? await Task.sleep(for: .milliseconds(50)) }
    let bytes = Double(floor_resident() - before) / Double(count)
    await bridge.close()
    keep(await task.value)
    Harness.emit([("name", "\"memory.pending\""), ("calls", "\(count)"), ("bytes_per_call", Harness.number(bytes))])
  }

  /// Measures the resident memory after ten thousand calls, and after ten million more.
  static func flat() async throws {
    let subjects = CallSubjects()
    for _ in 0..<10_000 { _ = try await subjects.bridge.call(PlainEcho()) }
    let before = floor_resident()
    let count = 10_000_000
    for _ in 0..<count { _ = try await subjects.bridge.call(PlainEcho()) }
    let after = floor_resident()
    let exact = subjects.bridge.statistics.answered == UInt64(count + 10_000)
    await subjects.close()
    Harness.emit([
      ("name", "\"memory.flat\""), ("calls", "\(count)"), ("bytes_before", "\(before)"), ("bytes_after", "\(after)"),
      ("statistics_exact", "\(exact)"),
    ])
  }

  /// The memory and threads that each of many bridges keeps once it has been used.
  struct PerBridge {
    /// Resident memory, in units of 1024 bytes.
    var kibibytes: Double
    var threads: Double
  }

  /// Measures the memory and threads of 4000 bridges, each of which has made calls one by one and 200 at once, and has
  /// been called.
  ///
  /// Waits a few seconds before it measures, since a bridge releases the memory of past calls after a delay.
  static func bridges() async throws -> PerBridge {
    let count = 4000
    // The threads that the first bridge starts for the process, and the codec's storage, are not counted.
    let first = try await usedBridge()
    let (memory, threads) = (floor_resident(), floor_threads())
    var bridges: [UsedBridge] = []
    for _ in 0..<count { bridges.append(try await usedBridge()) }
    try await Task.sleep(for: .seconds(3))
    let found = PerBridge(
      kibibytes: Double(floor_resident() - memory) / 1024 / Double(count),
      threads: Double(floor_threads() - threads) / Double(count))
    for bridge in bridges + [first] { await bridge.close() }
    Harness.emit([
      ("name", "\"memory.bridges\""), ("bridges", "\(count)"), ("kib_per_bridge", Harness.number(found.kibibytes)),
      ("threads_per_bridge", Harness.number(found.threads)),
    ])
    return found
  }

  private struct UsedBridge {
    let bridge: HostBridge
    let host: UnsafeMutablePointer<floor_inline>

    func close() async {
      await bridge.close()
      host.deallocate()
    }
  }

  private static func usedBridge() async throws -> UsedBridge {
    let bridge = HostBridge()
    guard bridge.cHandle != 0 else { throw CocoaError(.featureUnsupported) }
    let host = UnsafeMutablePointer<floor_inline>.allocate(capacity: 1)
    host.initialize(to: floor_inline(answer: hostcall_complete, target: bridge.cHandle))
    for name in ["plain_echo", "small_echo"] {
      precondition(hostcall_register(bridge.cHandle, name, floor_inline_invoke, host) == HOSTCALL_OK)
    }
    precondition(hostcall_register(bridge.cHandle, "silent", floor_silent_invoke, nil) == HOSTCALL_OK)
    for _ in 0..<100 {
      _ = try await bridge.call(PlainEcho())
      _ = try await bridge.call(SmallEcho())
    }
    await Task(executorPreference: bridge.executor) { [bridge] in
      keep(await bridge.callEach([SilentEcho](repeating: SilentEcho(), count: 200), timeout: .milliseconds(1)))
    }.value
    try bridge.expose(PlainEcho.self) { request, _ in request }
    let request = withUnsafeBytes(of: PlainEcho()) { Array($0) }
    floor_call_core(hostcall_call, bridge.cHandle, "plain_echo", request, request.count, 1, 4)
    return UsedBridge(bridge: bridge, host: host)
  }
}
