// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
@testable import HostBridgeCore
import Testing

/// A system thread that a test suspends at one of the package's race hooks.
///
/// Other threads that reach the hook, from concurrent tests, pass it.
final class StoppedThread: Sendable {
  private struct State: Sendable {
    var thread: UInt = 0
    var isStopped = false
    var mayGoOn = false
    var hasEnded = false
  }

  private let state = Guarded(State())
  private let installation: RaceHook.Installation
  private let stream: AsyncStream<Void>

  /// Runs `body` on a thread that stops when it first reaches `hook`.
  init(at hook: RaceHook, _ body: @escaping @Sendable () -> Void) {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    self.stream = stream
    installation = hook.install { [state] in
      let stops = state.withLock { state in
        guard state.thread == Self.current, !state.isStopped else { return false }
        state.isStopped = true
        return true
      }
      while stops, !state.withLock({ $0.mayGoOn }) { usleep(100) }
    }
    _ = SystemThread.start { [state] in
      state.withLock { $0.thread = Self.current }
      body()
      state.withLock { $0.hasEnded = true }
      continuation.finish()
    }
  }

  @inline(never)
  private static var current: UInt {
    #if canImport(Darwin)
    UInt(bitPattern: pthread_self())
    #else
    UInt(pthread_self())
    #endif
  }

  /// Waits until the thread has reached the hook; records an issue if it ends without, or the test's time is up.
  func untilStopped() async {
    while state.withLock({ !$0.isStopped && !$0.hasEnded }), !Task.isCancelled { await Task.yield() }
    if state.withLock({ !$0.isStopped }) { Issue.record("the thread did not reach the hook") }
  }

  /// Lets the thread continue, and waits until it has ended.
  func goOn() async {
    state.withLock { $0.mayGoOn = true }
    for await _ in stream {}
    installation.end()
  }
}
