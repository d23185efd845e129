// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import Testing

@Suite("Handling streams in Swift", .timeLimit(.minutes(1)))
struct HandleStreamTests {
  private func code(of body: () async throws(BridgeError) -> Void) async -> HostCallCode? {
    do throws(BridgeError) {
      try await body()
      return nil
    } catch {
      return error.code
    }
  }

  @Test("a sender that waits is resumed when another's item is too large, and the function's task is cancelled")
  func tooLarge() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = 100
    let bridge = HostBridge(configuration: configuration)
    let (ended, hasEnded) = AsyncStream.makeStream(of: [HostCallCode?].self)
    try bridge.handleStreamBytes("s") { _, sender in
      try? await sender.send([1])
      async let waiting = code { () throws(BridgeError) in try await sender.send([2]) }
      async let large = code { () throws(BridgeError) in
        // Time for the other sender to wait.
        try? await Task.sleep(for: .milliseconds(20))
        try await sender.send([UInt8](repeating: 0, count: 101))
      }
      let codes = await [waiting, large]
      while !Task.isCancelled { await Task.yield() }
      hasEnded.yield(codes)
      return nil
    }
    let reader = try await bridge.openStream("s", [], buffer: 1)
    #expect(await ended.first { _ in true } == [.cancelled, .resourceExhausted])
    #expect(try await reader.next() == [1])
    let error = await #expect(throws: BridgeError.self) { try await reader.next() }
    #expect(error?.code == .resourceExhausted)
    await bridge.close()
  }

  @Test("a sender that waits is resumed when the function returns")
  func returning() async throws {
    let bridge = HostBridge()
    let (ended, hasEnded) = AsyncStream.makeStream(of: HostCallCode?.self)
    let (started, hasStarted) = AsyncStream.makeStream(of: Void.self)
    try bridge.handleStreamBytes("s") { _, sender in
      try? await sender.send([1])
      Task {
        hasStarted.yield()
        hasEnded.yield(await code { () throws(BridgeError) in try await sender.send([2]) })
      }
      _ = await started.first { true }
      try? await Task.sleep(for: .milliseconds(20))
      return nil
    }
    let reader = try await bridge.openStream("s", [], buffer: 1)
    #expect(await ended.first { _ in true } == .cancelled)
    #expect(try await reader.next() == [1])
    #expect(try await reader.next() == nil)
    await bridge.close()
  }

  @Test("the number of taken items is known whenever a send has failed because the reader left")
  func taken() async throws {
    let bridge = HostBridge()
    let (ended, hasEnded) = AsyncStream.makeStream(of: UInt64?.self)
    try bridge.handleStreamBytes("s") { _, sender in
      // Sends without pause, so that many find the end before `cancel` runs.
      while await code(of: { () throws(BridgeError) in try await sender.send([1]) }) == nil {}
      hasEnded.yield(sender.taken)
      return nil
    }
    var endings = ended.makeAsyncIterator()
    for count in 1...200 as ClosedRange<UInt64> {
      do {
        let reader = try await bridge.openStream("s", [], buffer: 1000)
        for _ in 0..<count { _ = try await reader.next() }
      }
      #expect(await endings.next() == .some(count))
    }
    await bridge.close()
  }
}
