// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Runs `body` on a thread with a stack of 512 KiB, the size in Swift's concurrency pool and of secondary threads.
///
/// The threads wait for each other with a lock that the thread sanitizer sees.
package func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
  let ended = NSCondition()
  nonisolated(unsafe) var outcome: Swift.Result<Result, any Error>?
  let thread = Thread {
    let result = Swift.Result { try body() }
    ended.withLock { unsafe outcome = result }
    ended.signal()
  }
  thread.stackSize = Sanitizer.stackSize(512 << 10)
  thread.start()
  return try ended.withLock {
    while true {
      if let outcome = unsafe outcome { return try outcome.get() }
      ended.wait()
    }
  }
}
