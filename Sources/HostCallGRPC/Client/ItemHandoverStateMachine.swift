// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// The state of an ``ItemHandover``: the item, the end, and the suspended RPC and reader.
///
///     put ──► item, RPC suspended ──take──► RPC resumed: taken
///                                 ──cancelRPC──► RPC resumed: not taken
///
/// There is at most one item, one suspended RPC and one suspended reader; the first end stays.
///
/// Call with the lock held; resume the results after releasing it. Tests have numbers in place of continuations.
struct ItemHandoverStateMachine<RPC: Sendable, Reader: Sendable>: Sendable {
  enum PutAction {
    /// The RPC is suspended; the reader is to be resumed.
    case wait(resuming: Reader?)
    /// The RPC has been cancelled.
    case refuse
  }

  enum TakeAction {
    /// The RPC is to be resumed, since its item is taken.
    case item([UInt8], resuming: RPC?)
    case end(Result<Void, BridgeError>)
    case wait
  }

  private var item: [UInt8]?
  private var end: Result<Void, BridgeError>?
  private var rpc: RPC?
  private var isRPCCancelled = false
  private var reader: Reader?
  /// The number of times that the reader has waited.
  private var waits: UInt64 = 0

  // MARK: The RPC

  /// Offers an item, unless the RPC has been cancelled.
  mutating func put(_ item: [UInt8], _ rpc: RPC) -> PutAction {
    if isRPCCancelled { return .refuse }
    self.item = item
    self.rpc = rpc
    return .wait(resuming: reader.take())
  }

  /// Withdraws the item; returns the RPC to resume.
  mutating func cancelRPC() -> RPC? {
    isRPCCancelled = true
    item = nil
    return rpc.take()
  }

  /// Ends the stream, unless it has ended; returns the reader to resume.
  ///
  /// - Parameter wait: If not `nil`, the end counts only while the reader is suspended for this time.
  mutating func end(_ end: Result<Void, BridgeError>, wait: UInt64? = nil) -> Reader? {
    if let wait, reader == nil || waits != wait { return nil }
    self.end = self.end ?? end
    return reader.take()
  }

  // MARK: The reader

  /// Takes the item, unless the stream has ended.
  ///
  /// - Parameter isCancelled: Whether the reader's task is cancelled, which ends the stream.
  mutating func take(isCancelled: Bool) -> TakeAction {
    if isCancelled { end = end ?? .failure(.callerCancelled) }
    if let end { return .end(end) }
    guard let item = item.take() else { return .wait }
    return .item(item, resuming: rpc.take())
  }

  /// Begins to wait; returns the number of this time.
  mutating func beginWait() -> UInt64 {
    waits += 1
    return waits
  }

  /// Suspends the reader; returns false if there is an item or an end, so that it must not suspend.
  mutating func suspend(_ reader: Reader) -> Bool {
    guard item == nil, end == nil else { return false }
    self.reader = reader
    return true
  }
}
#endif
