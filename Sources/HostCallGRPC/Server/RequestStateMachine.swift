// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
/// The state of one stream's request while it arrives, as a pure value: each event returns an action, which
/// ``RequestIntake`` performs.
///
///     waiting ──headers──▶ gathering ──end of stream──▶ delivered
///                              │
///        too large, no room, several messages, late, slow
///                              ▼
///                         discarding ──end of stream, or a reset──▶ refused
///
/// A refused request is read to its end before it is answered. An earlier answer would need a reset of the stream, by
/// the server or its client, and many resets cost the connection with every call on it (``ResetRateLimiter``).
/// Discarded bytes take no memory. If there are too many of them, or they take too long, the stream needs a reset
/// after all.
///
/// Invariants: `delivered` and `refused` are final; a reset is needed only while discarding.
struct RequestStateMachine {
  /// The reason for refusing a request.
  enum Refusal: Hashable {
    /// The message is larger than the limit.
    case tooLarge(Int, limit: Int)
    /// There is more than one message.
    case severalMessages
    /// The server's buffers have no room.
    case noRoom(limit: Int)
    /// The request took too long to arrive.
    case tooSlow
    /// The call's deadline passed before the request had arrived.
    case late
  }

  /// The action to perform after an event.
  enum Action: Hashable {
    case nothing
    /// Deliver the request to gRPC.
    case deliver
    /// Drop what has been gathered, and everything that follows.
    case discard
    /// Send an answer that refuses the request.
    case refuse(Refusal)
  }

  private enum State {
    case waiting
    case gathering(received: Int)
    case discarding(Refusal, received: Int)
    case delivered
    case refused
  }

  /// The size of a message's prefix in bytes: a flag, and the message's length in four bytes.
  static let prefixSize = 5

  private let payloadLimit: Int
  private var state = State.waiting
  /// Whether the stream must be reset, because discarding the request takes too many bytes or too long.
  private(set) var needsReset = false

  /// Creates a machine for a new stream.
  ///
  /// - Parameter payloadLimit: The maximum number of bytes that a message may have.
  init(payloadLimit: Int) {
    self.payloadLimit = payloadLimit
  }

  /// The maximum number of bytes of a stream that are read to be discarded.
  private var discardLimit: Int { max(2 * payloadLimit, 1 << 20) }

  /// Whether arriving data is kept.
  var isGathering: Bool { if case .gathering = state { true } else { false } }

  /// Whether the request is still arriving.
  var isUnfinished: Bool {
    switch state {
    case .gathering, .discarding: true
    case .waiting, .delivered, .refused: false
    }
  }

  /// Handles headers: the first of the stream, or trailers.
  mutating func receiveHeaders(endsStream: Bool) -> Action {
    switch state {
    case .waiting where !endsStream:
      state = .gathering(received: 0)
      return .nothing
    case .waiting, .gathering:
      // The stream ends with trailers, or with its first headers; gRPC answers both.
      guard endsStream else { return .nothing }
      state = .delivered
      return .deliver
    case .discarding(let refusal, _): return endsStream ? refuse(refusal) : .nothing
    case .delivered, .refused: return .nothing
    }
  }

  /// Handles data.
  ///
  /// - Parameters:
  ///   - count: The number of bytes.
  ///   - claimed: The message's length according to its prefix; `nil` until that has arrived.
  ///   - endsStream: Whether the stream ends with the data.
  mutating func receiveData(_ count: Int, claimed: Int?, endsStream: Bool) -> Action {
    switch state {
    case .waiting, .delivered, .refused: return .nothing
    case .discarding(let refusal, let received):
      if endsStream { return refuse(refusal) }
      state = .discarding(refusal, received: received + count)
      if received + count > discardLimit { needsReset = true }
      return .nothing
    case .gathering(let received):
      state = .gathering(received: received + count)
      if let claimed, claimed > payloadLimit {
        let action = discard(.tooLarge(claimed, limit: payloadLimit), endsStream)
        if claimed > discardLimit, !endsStream { needsReset = true }
        return action
      }
      if let claimed, received + count > claimed + Self.prefixSize { return discard(.severalMessages, endsStream) }
      guard endsStream else { return .nothing }
      state = .delivered
      return .deliver
    }
  }

  /// Handles an eviction from the budget.
  mutating func evict(limit: Int) -> Action { discard(.noRoom(limit: limit), false) }

  /// Handles the passing of the call's deadline.
  mutating func expireCall() -> Action { discard(.late, false) }

  /// Handles a transfer that is too slow.
  mutating func expireTransfer() -> Action {
    let action = discard(.tooSlow, false)
    if isUnfinished { needsReset = true }
    return action
  }

  /// Refuses the request of a stream that is about to be reset; does nothing unless ``needsReset``.
  mutating func reset() -> Action {
    guard needsReset, case .discarding(let refusal, _) = state else { return .nothing }
    return refuse(refusal)
  }

  private mutating func discard(_ refusal: Refusal, _ endsStream: Bool) -> Action {
    guard case .gathering(let received) = state else { return .nothing }
    if endsStream { return refuse(refusal) }
    state = .discarding(refusal, received: received)
    return .discard
  }

  private mutating func refuse(_ refusal: Refusal) -> Action {
    state = .refused
    needsReset = false
    return .refuse(refusal)
  }
}
#endif
