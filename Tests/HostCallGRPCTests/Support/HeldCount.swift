// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import Synchronization

/// A handler of `Count` that runs until a test releases it, and then answers 7.
final class HeldCount: Sendable {
  private let arrivals: AsyncStream<Void>
  private let arrival: AsyncStream<Void>.Continuation
  private let isReleased = Atomic<Bool>(false)

  /// Registers the handler.
  init(at bridge: HostBridge) throws {
    (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    try bridge.handle(Count.self) { [self] _, _ in
      arrival.yield()
      while !isReleased.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(1)) }
      return 7
    }
  }

  /// Waits until a call has arrived.
  func arrives() async { for await _ in arrivals { break } }

  /// Has the calls answered.
  func release() { isReleased.store(true, ordering: .relaxed) }
}
#endif
