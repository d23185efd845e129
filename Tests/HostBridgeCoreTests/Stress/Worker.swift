// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A thread for which a task can wait.
final class Worker: Sendable {
  private let stream: AsyncStream<Void>

  init(_ body: @escaping @Sendable () -> Void) {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    self.stream = stream
    Thread.detachNewThread {
      body()
      continuation.finish()
    }
  }

  func end() async { for await _ in stream {} }
}
