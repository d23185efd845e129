// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CFloor
import Foundation
import HostCall

/// Two plain words, which are sent as their memory.
struct PlainEcho: HostCallable, PlainData {
  typealias Response = PlainEcho
  var first: UInt64 = 1
  var second: UInt64 = 2
}

/// A small request in CBOR; the host returns it, since it is also a valid response.
struct SmallEcho: HostCallable {
  typealias Response = SmallEcho
  var id: UInt64 = 7
  var name = "Ada Lovelace"
  var flag = true
}

/// The same as a type that encodes and decodes itself.
extension DirectSmall: HostCallable {
  typealias Response = DirectSmall
  static let wireName = "small_echo"
}

struct BlobEcho: HostCallable {
  typealias Response = BlobEcho
  var data = Data(repeating: 7, count: 64 * 1024)
}

/// A call that its host does not answer.
struct SilentEcho: HostCallable, PlainData {
  typealias Response = SilentEcho
  static let wireName = "silent"
  var first: UInt64 = 1
}

/// A call that its host answers from another thread.
struct ThreadEcho: HostCallable, PlainData {
  typealias Response = ThreadEcho
  static let wireName = "thread"
  var first: UInt64 = 1
  var second: UInt64 = 2
}

/// The subjects that make calls to a host through a bridge, beside their floors.
struct CallSubjects {
  let bridge: HostBridge
  let swiftFloor = SwiftFloor()
  private let host: OpaquePointer
  let queueHost = QueueHost()
  let gatheringHost = GatheringHost(size: 1024)
  private let events = EventHost()
  private let intercepted = InterceptedHost()

  init() {
    bridge = HostBridge()
    let inline = UnsafeMutablePointer<floor_inline>.allocate(capacity: 1)
    inline.initialize(to: floor_inline(answer: hostcall_complete, target: bridge.cHandle))
    for name in ["plain_echo", "small_echo"] {
      precondition(hostcall_register(bridge.cHandle, name, floor_inline_invoke, inline) == HOSTCALL_OK)
    }
    host = floor_host_start(hostcall_complete, bridge.cHandle)
    for name in ["thread", "blob_echo"] {
      precondition(
        hostcall_register(bridge.cHandle, name, floor_host_invoke, UnsafeMutableRawPointer(host)) == HOSTCALL_OK)
    }
    precondition(hostcall_register(bridge.cHandle, "silent", floor_silent_invoke, nil) == HOSTCALL_OK)
    var stream = hostcall_stream_handler()
    stream.size = MemoryLayout<hostcall_stream_handler>.size
    stream.invoke = floor_silent_invoke
    precondition(hostcall_register_stream(bridge.cHandle, "items", &stream) == HOSTCALL_OK)
  }

  func close() async {
    await bridge.close()
    await queueHost.bridge.close()
    await gatheringHost.bridge.close()
    await events.close()
    await intercepted.bridge.close()
    floor_host_stop(host)
    swiftFloor.stop()
  }

  var all: [Subject] {
    [
      inline("call.inline.raw") { [bridge] count in
        for _ in 0..<count { _ = try await bridge.call(PlainEcho()) }
      },
      inline("call.inline.cbor") { [bridge] count in
        for _ in 0..<count { _ = try await bridge.call(SmallEcho()) }
      },
      inline("call.inline.cbor.direct") { [bridge] count in
        let request = DirectSmall(.sample)
        for _ in 0..<count { _ = try await bridge.call(request) }
      },
      inline("call.inline.intercepted") { [bridge = intercepted.bridge] count in
        for _ in 0..<count { _ = try await bridge.call(PlainEcho()) }
      },
      idle, window(64), window(1024), queue, batch, gathered, items, events.fanOut, deadline, cancellable, blob,
      threads,
    ]
  }

  /// Returns a subject of calls answered inside `invoke`, beside a continuation that a C function resumes.
  private func inline(_ name: String, _ run: @escaping (Int) async throws -> Void) -> Subject {
    Subject(
      name: name, floorName: "continuation resumed in C", operations: 20_000, run: run, floor: Self.resumed)
  }

  private static func resumed(_ count: Int) async {
    for _ in 0..<count {
      await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
        floor_resume(
          { unsafeBitCast($0, to: UnsafeContinuation<Void, Never>.self).resume() },
          unsafeBitCast(continuation, to: UnsafeMutableRawPointer.self))
      }
    }
  }

  func onLoop(_ body: @escaping @Sendable () async throws -> Void) async throws {
    try await Task(executorPreference: bridge.executor) { try await body() }.value
  }

  private var deadline: Subject {
    Subject(
      name: "call.deadline", floorName: "the call without a deadline", operations: 1000,
      run: { count in
        try await onLoop { [bridge] in
          for _ in 0..<count { _ = try await bridge.call(ThreadEcho(), timeout: .seconds(10)) }
        }
      },
      floor: { count in
        try await onLoop { [bridge] in for _ in 0..<count { _ = try await bridge.call(ThreadEcho()) } }
      })
  }

  /// A task that makes a call and is cancelled, beside a task whose cancellation handler resumes it.
  private var cancellable: Subject {
    Subject(
      name: "call.cancellable", floorName: "a task whose cancellation handler resumes it", operations: 1000,
      run: { count in
        try await onLoop { [bridge] in
          for _ in 0..<count {
            let task = Task(executorPreference: bridge.executor) { _ = try? await bridge.call(SilentEcho()) }
            await Task.yield()
            task.cancel()
            await task.value
          }
        }
      },
      floor: { count in
        try await onLoop { [bridge] in
          for _ in 0..<count {
            let task = Task(executorPreference: bridge.executor) { await Self.untilCancelled() }
            await Task.yield()
            task.cancel()
            await task.value
          }
        }
      })
  }

  private final class Box: @unchecked Sendable {  // `Task.yield` lets the task write before the handler can run
    var continuation: UnsafeContinuation<Void, Never>?
  }

  private static func untilCancelled() async {
    let box = Box()
    await withTaskCancellationHandler {
      await withUnsafeContinuation { box.continuation = $0 }
    } onCancel: {
      box.continuation?.resume()
    }
  }

  private var blob: Subject {
    let request = BlobEcho()
    return Subject(
      name: "call.blob64k", floorName: "the same in C", operations: 500,
      run: { count in
        try await onLoop { [bridge] in for _ in 0..<count { keep(try await bridge.call(request)) } }
      }, floor: { floor_round_trips(64 * 1024, 1, UInt64($0)) })
  }

  /// Calls from two threads that are answered inside `invoke`, beside calls from one thread; the time is per call.
  private var threads: Subject {
    var subject = Subject(
      name: "call.threads2", floorName: "from one thread", operations: 20_000,
      run: { count in try await answeredAtOnce(threads: 2, count) },
      floor: { count in try await answeredAtOnce(threads: 1, count) })
    subject.comparesThroughput = true
    return subject
  }

  private func answeredAtOnce(threads: Int, _ count: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { [bridge] group in
      for _ in 0..<threads {
        group.addTask { for _ in 0..<(count / threads) { _ = try await bridge.call(PlainEcho()) } }
      }
      try await group.waitForAll()
    }
  }
}
