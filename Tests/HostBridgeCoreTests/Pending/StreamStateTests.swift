// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("The items of a stream to the host", .timeLimit(.minutes(1)))
struct StreamStateTests {
  private let stream = StreamState()

  @Test("items are counted until the stream is given up, and none is taken afterwards")
  func taken() {
    stream.prepare(buffer: 3, silence: nil)
    #expect(stream.take() && stream.take())
    #expect(stream.freeze() == 2 && !stream.take())
    #expect(stream.freeze() == 2 && !stream.take())
    stream.prepare(buffer: 3, silence: nil)
    #expect(stream.take() && stream.freeze() == 1)
  }

  @Test("a reader that tries to take an item of a stream that was given up does not change the count for a moment")
  func frozen() async {
    stream.prepare(buffer: 3, silence: nil)
    #expect(stream.freeze() == 0)
    let (beginnings, begin) = AsyncStream.makeStream(of: Void.self)
    let watcher = Task.detached { [stream] in
      var counts: Set<UInt64> = [stream.freeze()]
      begin.finish()
      while !Task.isCancelled { counts.insert(stream.freeze()) }
      return counts
    }
    for await _ in beginnings {}
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    let isStarted = SystemThread.start { [stream] in
      for _ in 0..<5_000_000 where stream.take() {}
      end.finish()
    }
    #expect(isStarted)
    for await _ in ends {}
    watcher.cancel()
    #expect(await watcher.value == [0])
  }
}
