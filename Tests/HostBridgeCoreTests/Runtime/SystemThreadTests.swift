// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import Testing

@Suite("System threads")
struct SystemThreadTests {
  @Test("a thread's body runs outside of any task, and is freed afterwards", .timeLimit(.minutes(1)))
  func noTask() async {
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    let isNoTask = await withCheckedContinuation { continuation in
      let ending = Ending(end)
      let hasStarted = SystemThread.start {
        withExtendedLifetime(ending) {
          unsafe continuation.resume(returning: withUnsafeCurrentTask { unsafe $0 == nil })
        }
      }
      #expect(hasStarted)
    }
    #expect(isNoTask)
    #expect(await ends.first { _ in true } == nil)
  }

  private final class Ending: Sendable {
    private let end: AsyncStream<Void>.Continuation
    init(_ end: AsyncStream<Void>.Continuation) { self.end = end }
    deinit { end.finish() }
  }
}
