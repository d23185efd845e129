// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Synchronization

/// Runs `body` on a thread with a stack of 512 KiB, the size in Swift's concurrency pool and of secondary threads.
///
/// The caller waits for a condition, whose lock the thread sanitizer sees, unlike that of a `Mutex`.
package func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
  let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)
  let ended = NSCondition()
  let thread = Thread {
    let result = Swift.Result { try body() }
    ended.withLock { outcome.withLock { $0 = result } }
    ended.signal()
  }
  thread.stackSize = Sanitizer.stackSize(512 << 10)
  thread.start()
  return try ended.withLock {
    while true {
      if let result = outcome.withLock({ $0 }) { return try result.get() }
      ended.wait()
    }
  }
}
