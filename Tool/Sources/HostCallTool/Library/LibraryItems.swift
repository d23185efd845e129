// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall
internal import Synchronization

/// The items of one `hostcall_call_stream`, which a thread of the library delivers, as many as it has credit for, and
/// one task takes.
///
/// The library retains it until its reply.
final class LibraryItems: Sendable {
  typealias Grant = @convention(c) (hostcall_bridge, UInt64, UInt32) -> Int32

  private struct State: Sendable {
    var items: [[UInt8]] = []
    var end: Result<Void, BridgeError>?
    var waiter: CheckedContinuation<Void, Never>?
    var callID: UInt64 = 0
  }

  private let bridge: hostcall_bridge
  private let cancel: LibraryTransport.Cancel
  private let moreCredit: Grant
  private let state = Mutex(State())

  init(_ bridge: hostcall_bridge, _ cancel: @escaping LibraryTransport.Cancel, _ grant: @escaping Grant) {
    self.bridge = bridge
    self.cancel = cancel
    moreCredit = grant
  }

  /// The ID of the stream at the library.
  var callID: UInt64 { state.withLock { $0.callID } }

  /// Opens the stream.
  ///
  /// - Parameters:
  ///   - buffer: The number of items that the library may send in advance.
  ///   - start: Calls `hostcall_call_stream` with the functions and the user data, and returns an error if it refuses.
  /// - Throws: The error of `start`.
  func open(
    buffer: Int,
    _ start: (hostcall_item_fn, hostcall_reply_fn, UnsafeMutableRawPointer, UnsafeMutablePointer<UInt64>) ->
      BridgeError?
  ) throws(BridgeError) {
    let retained = unsafe Unmanaged.passRetained(self)
    var callID: UInt64 = 0
    let error = unsafe start(
      { item, count, userData in
        guard let userData = unsafe userData else { return }
        let items = unsafe Unmanaged<LibraryItems>.fromOpaque(userData).takeUnretainedValue()
        let bytes = unsafe Array(UnsafeBufferPointer(start: item, count: count))
        items.change { $0.items.append(bytes) }
      },
      { outcome, payload, count, userData in
        guard let userData = unsafe userData else { return }
        let items = unsafe Unmanaged<LibraryItems>.fromOpaque(userData).takeRetainedValue()
        let reply = unsafe LibraryAnswer.reply(outcome, UnsafeBufferPointer(start: payload, count: count))
        items.change { $0.end = $0.end ?? reply.map { _ in } }
      }, retained.toOpaque(), &callID)
    if let error {
      unsafe retained.release()
      throw error
    }
    state.withLock { $0.callID = callID }
    grant(UInt32(clamping: buffer))
  }

  /// Lets the library send more items.
  func grant(_ items: UInt32) { _ = moreCredit(bridge, callID, items) }

  /// Has the library give the stream up; does nothing after its end.
  func giveUp() {
    // In a task of its own, since a cancellation handler may run under locks of the runtime.
    Task.detached { [self] in _ = cancel(bridge, callID) }
  }

  /// Waits for items and takes all that have arrived.
  ///
  /// - Returns: The items, in order; none after the end.
  /// - Throws: How the stream has ended, unless with success, after its items; `cancelled` if the task is cancelled.
  func take() async throws(BridgeError) -> ArraySlice<[UInt8]> {
    while true {
      let (items, end) = state.withLock { state in
        let items = state.items
        state.items = []
        return (items, state.end)
      }
      if Task.isCancelled { throw Self.givenUp }
      if !items.isEmpty { return items[...] }
      if let end {
        try end.get()
        return []
      }
      await withTaskCancellationHandler {
        await withCheckedContinuation { waiter in
          let mustWait = state.withLock { state in
            guard state.items.isEmpty, state.end == nil else { return false }
            state.waiter = waiter
            return true
          }
          if !mustWait { waiter.resume() }
        }
      } onCancel: {
        change { $0.end = $0.end ?? .failure(Self.givenUp) }
      }
    }
  }

  private static let givenUp = BridgeError(code: .cancelled, message: "the caller gave the stream up")

  private func change(_ change: (inout State) -> Void) {
    let waiter = state.withLock { state in
      change(&state)
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }
}
