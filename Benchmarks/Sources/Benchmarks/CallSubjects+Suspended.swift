// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CFloor
import HostCall
import Synchronization

/// Calls that a thread of the host answers, beside the same threads and queues in C, and beside the ``SwiftFloor``.
extension CallSubjects {
  /// One call in flight.
  var idle: Subject {
    var subject = suspended("call.idle", width: 1, operations: 1000)
    subject.latencies = { count in try await latencies(width: 1, count) }
    return subject
  }

  /// Returns a subject of `width` tasks, each with one call in flight.
  func window(_ width: Int) -> Subject {
    var subject = suspended("call.window\(width)", width: width, operations: 20_000)
    subject.fewest = width * 64
    if width == 64 { subject.latencies = { count in try await latencies(width: width, count) } }
    return subject
  }

  /// Returns a subject of 64 tasks whose host takes calls from the queue of its bridge, beside ``window(_:)``, whose
  /// host has a queue of its own.
  var queue: Subject {
    var subject = Subject(
      name: "queue.next", floorName: "call.window64", operations: 20_000, run: window(64, on: queueHost.bridge),
      floor: window(64, on: bridge))
    subject.fewest = 64 * 64
    subject.multiple = 64
    return subject
  }

  private func window(_ width: Int, on bridge: HostBridge) -> (Int) async throws -> Void {
    { count in
      try await lanes(width, on: bridge.executor) {
        for _ in 0..<(count / width) { _ = try await bridge.call(ThreadEcho()) }
      }
    }
  }

  private func suspended(_ name: String, width: Int, operations: Int) -> Subject {
    var subject = Subject(
      name: name, floorName: "the same in C", operations: operations,
      run: window(width, on: bridge), floor: { floor_round_trips(16, UInt64(width), UInt64($0)) })
    subject.multiple = width
    subject.swiftFloor = { [swiftFloor] count in
      try await lanes(width, on: swiftFloor) {
        for _ in 0..<(count / width) { _ = await swiftFloor.call(ThreadEcho()) }
      }
    }
    return subject
  }

  /// One task with 1024 calls in flight, and one suspension for all of them.
  var batch: Subject {
    var subject = Subject(
      name: "call.batch1024", floorName: "the same in C", operations: 20_480, run: batches(on: bridge),
      floor: { floor_batches(16, 1024, UInt64($0)) })
    subject.swiftFloor = { count in
      await Task(executorPreference: swiftFloor) { [swiftFloor] in
        for _ in 0..<(count / 1024) { keep(await swiftFloor.callEach(Self.requests)) }
      }.value
    }
    subject.multiple = 1024
    return subject
  }

  /// The same calls, of which none is answered before the task has suspended, so that the work is always the same.
  var gathered: Subject {
    var subject = Subject(
      name: "call.batch1024.gathered", floorName: "call.batch1024", operations: 20_480,
      run: batches(on: gatheringHost.bridge), floor: batches(on: bridge))
    subject.multiple = 1024
    return subject
  }

  private static let requests = [ThreadEcho](repeating: ThreadEcho(), count: 1024)

  private func batches(on bridge: HostBridge) -> (Int) async throws -> Void {
    { count in
      await Task(executorPreference: bridge.executor) {
        for _ in 0..<(count / 1024) { keep(await bridge.callEach(Self.requests)) }
      }.value
    }
  }

  /// A stream whose host sends 1024 items of 16 bytes before the reader takes them, on one thread.
  var items: Subject {
    var subject = Subject(
      name: "stream.items", floorName: "a queue with a mutex in C", operations: 102_400,
      run: { count in
        try await onLoop { [bridge] in
          let reader = try await bridge.openStream("items", [], buffer: 2048)
          for _ in 0..<(count / 1024) {
            floor_send_items(hostcall_send, bridge.cHandle, reader.callID, 1024)
            var sum: UInt64 = 0
            for _ in 0..<1024 {
              sum &+= try await reader.next { bytes in bytes.unsafeLoadUnaligned(as: UInt64.self) } ?? 0
            }
            keep(sum)
          }
        }
      }, floor: { floor_items(1024, UInt64($0)) })
    subject.multiple = 1024
    return subject
  }

  /// Runs `lane` in `width` tasks on one executor.
  private func lanes(
    _ width: Int, on executor: any TaskExecutor, _ lane: @escaping @Sendable () async throws -> Void
  ) async throws {
    try await Task(executorPreference: executor) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<width { group.addTask { try await lane() } }
        try await group.waitForAll()
      }
    }.value
  }

  /// Returns the latencies in nanoseconds of `count` calls from `width` tasks.
  private func latencies(width: Int, _ count: Int) async throws -> [Int64] {
    let found = Mutex<[Int64]>([])
    try await lanes(width, on: bridge.executor) { [bridge] in
      var own: [Int64] = []
      own.reserveCapacity(count / width)
      for _ in 0..<(count / width) {
        let start = floor_now_ns()
        _ = try await bridge.call(ThreadEcho())
        own.append(floor_now_ns() - start)
      }
      found.withLock { $0 += own }
    }
    return found.withLock { $0 }
  }
}
