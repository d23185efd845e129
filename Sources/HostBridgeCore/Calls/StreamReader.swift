// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// Reads a stream of the host, in bytes: a call that is answered with any number of items and then an end.
///
///     let reader = try await bridge.openStream("watch_balance", request)
///     while let balance = try await reader.next() { … }
///
/// At most as many items as the stream's buffer are kept; the host waits until they are taken. Cancelling the task that
/// reads, or dropping the reader, ends the stream: items that were not taken are dropped, and the host learns at once
/// how many were.
///
/// Thread safety: used by one task at a time.
public final class StreamReader {
  private let bridge: HostBridge
  private let stream: StreamState
  private let call: CallReference
  private let wireName: String
  private let counters: CallCounters?
  // Unchecked because they are accessed for each item, and only by the task that reads.

  /// The items that have been exchanged and not been returned.
  @exclusivity(unchecked) private var front = ItemBuffer()
  /// The number of items that have been returned since the last credit.
  @exclusivity(unchecked) private var ungranted = 0
  private let grantSize: Int
  private var hasEnded = false

  init(
    _ bridge: HostBridge, _ stream: StreamState, _ call: CallReference, wireName: String, counters: CallCounters? = nil
  ) {
    self.bridge = bridge
    self.stream = stream
    self.call = call
    self.wireName = wireName
    self.counters = counters
    grantSize = max(1, stream.buffer / 2)
  }

  deinit {
    unsafe front.free()
    // In a forked child, another thread of the parent may hold a lock forever.
    guard !hasEnded, !hostcall_fork_is_child() else { return }
    bridge.storage.abandon(stream, call)
    counters?.end(.callerCancelled)
  }

  /// The stream's ID on its bridge, from 1, as of a call to the host.
  public var callID: UInt64 { call.id }

  private enum Step {
    /// There is an item.
    case item
    case wait
    case end
  }

  /// Waits for the next item and returns the result of `body`.
  ///
  /// Does not suspend if an item has arrived.
  ///
  /// - Parameter body: Receives the item, which is valid until it returns. If it throws, the stream continues.
  /// - Returns: `nil` if the host has ended the stream with success, and after any end.
  /// - Throws: Once, after the items that were sent before: the host's error. At once: ``HostCallCode/cancelled``,
  ///   ``HostCallCode/deadlineExceeded`` or ``HostCallCode/unavailable`` if the stream has been given up. The error of
  ///   `body`.
  @inlinable
  public func next<Result>(
    _ body: (RawSpan) throws(BridgeError) -> Result
  ) async throws(BridgeError) -> Result? {
    // Inlined, so that an item that has arrived enters no further asynchronous function and no generic one.
    while true {
      if let item = unsafe takeItem() { return try body(unsafe RawSpan(_unsafeBytes: item)) }
      guard try await waitForItem() else { return nil }
    }
  }

  /// Waits until there may be an item; returns false after the end.
  @usableFromInline
  func waitForItem() async throws(BridgeError) -> Bool {
    if hasEnded { return false }
    switch step() {
    case .item: return true
    case .wait:
      await bridge.storage.wait(for: stream, call)
      return true
    case .end:
      try end()
      return false
    }
  }

  /// Waits for the next item and returns a copy of it.
  ///
  /// - Throws: As ``next(_:)``; ``HostCallCode/resourceExhausted`` if memory for the copy is lacking.
  public func next() async throws(BridgeError) -> [UInt8]? {
    try await next { bytes throws(BridgeError) in
      guard HostMemory.isAvailable(bytes.byteCount) else {
        throw .notCopied(.noMemory, "item", size: UInt(bytes.byteCount), limit: 0, callID: callID)
      }
      return unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
    }
  }

  /// Takes an item that has been exchanged; `nil` if there is none, or the stream has been given up.
  ///
  /// Not inlined: it depends on the current thread, whose identity must not be cached across a suspension.
  @usableFromInline @inline(never)
  func takeItem() -> UnsafeRawBufferPointer? {
    guard unsafe !front.isEmpty else { return nil }
    if hostcall_task_is_cancelled() { cancel() }
    guard stream.take() else { return nil }
    unsafe ungranted += 1
    if unsafe ungranted == grantSize { grant() }
    return unsafe front.popFirst()
  }

  // These two are not inlined, so that each item saves fewer registers.

  @inline(never)
  private func cancel() { bridge.storage.end(call, .cancelled) }

  @inline(never)
  private func grant() {
    unsafe ungranted = 0
    bridge.storage.grant(grantSize, to: stream)
  }

  /// Finds out why ``takeItem()`` has none.
  private func step() -> Step {
    if unsafe !front.isEmpty { return givenUp() }
    unsafe front.removeAll()
    let hasArrived = unsafe stream.exchange(&front)
    if unsafe !front.isEmpty { return .item }
    return hasArrived ? .end : .wait
  }

  /// Drops the items of a stream that has been given up.
  private func givenUp() -> Step {
    unsafe front.free()
    // Frozen means ended, and the thread that ended it is about to arrive.
    while !stream.hasArrived { hostcall_thread_sleep_briefly() }
    return .end
  }

  private func end() throws(BridgeError) {
    hasEnded = true
    unsafe front.free()
    do throws(BridgeError) {
      try bridge.storage.takeEnd(of: stream, call)
      counters?.end(responseSize: 0)
    } catch {
      counters?.end(error)
      throw error.named(wireName)
    }
  }
}
