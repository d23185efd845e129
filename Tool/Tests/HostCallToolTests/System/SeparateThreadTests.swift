// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import HostCallTool
import Testing

@Suite("SeparateThread", .timeLimit(.minutes(1)))
struct SeparateThreadTests {
  @TaskLocal static var word = ""

  @Test("work has the task-local values of its task, also after a suspension, and its result is returned")
  func result() async {
    let found = await Self.$word.withValue("tenant") {
      await SeparateThread.run(for: .seconds(30)) {
        await Task.yield()
        return Self.word
      }
    }
    #expect(found == "tenant")
  }

  @Test("work that blocks is left to itself, however much of it there is")
  func blocked() async {
    let end = DispatchSemaphore(value: 0)
    // More than there are threads for tasks.
    let count = ProcessInfo.processInfo.activeProcessorCount + 2
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<count {
        group.addTask { await SeparateThread.run(for: .milliseconds(50)) { Self.wait(for: end) } == nil }
      }
      for await isAbandoned in group { #expect(isAbandoned) }
    }
    #expect(await SeparateThread.run(for: .seconds(30)) { 7 } == 7)
    for _ in 0..<count { end.signal() }
  }

  private static func wait(for end: DispatchSemaphore) { end.wait() }
}
