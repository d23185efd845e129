// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// How a bridge hands calls, replies and releases to its host: through the host's functions, or through a queue.
///
///     undecided ──the host's first registration, call or subscription──► functions
///         └───────hostcall_queue_enable──────────────────────────────────► queue
///
/// Thread safety: safe from any thread, without a lock.
@safe final class HostDelivery: @unchecked Sendable {  // an atomic
  private static var functions: UInt { 1 }

  /// 0 while undecided, 1 for functions, or the address of the queue, which is retained.
  private let bits = Atomic<UInt>(0)

  deinit {
    if let queue { unsafe Unmanaged.passUnretained(queue).release() }
  }

  /// The host's queue; `nil` if it has none.
  var queue: MessageQueue? {
    let bits = bits.load(ordering: .acquiring)
    guard bits > Self.functions, let address = unsafe UnsafeRawPointer(bitPattern: bits) else { return nil }
    return unsafe Unmanaged<MessageQueue>.fromOpaque(address).takeUnretainedValue()
  }

  /// Gives the host a queue; returns false if the choice was already made.
  func enable(_ queue: MessageQueue) -> Bool {
    let retained = unsafe Unmanaged.passRetained(queue)
    let isChosen = bits.compareExchange(
      expected: 0, desired: UInt(bitPattern: unsafe retained.toOpaque()), ordering: .acquiringAndReleasing
    ).exchanged
    if !isChosen { unsafe retained.release() }
    return isChosen
  }

  /// Returns the host's queue; if it has none, the choice of functions is final from now on.
  func queueOrFinallyFunctions() -> MessageQueue? {
    _ = bits.compareExchange(expected: 0, desired: Self.functions, ordering: .acquiringAndReleasing)
    return queue
  }
}
