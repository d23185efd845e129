#if GRPC
  /// Decides what happens to the request of one stream while it arrives.
  ///
  ///     waiting ──headers──▶ gathering ──end of stream──▶ delivered
  ///                              │
  ///        too large, no room, several messages, late, slow
  ///                              ▼
  ///                         discarding ──end of stream, or a reset──▶ refused
  ///
  /// A refused request is read to its end before it is answered. An earlier answer would need a reset of the stream, by
  /// the server or its client, and many resets cost the connection with every call on it (``ResetRateLimiter``).
  /// Discarded bytes take no memory. If they are too many, or take too long, the machine wants a reset nevertheless.
  ///
  /// Invariants: `delivered` and `refused` are final; a reset is wanted only while discarding.
  struct RequestStateMachine {
    /// Why a request is refused.
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

    /// What the caller has to do.
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

    /// The size of what precedes a message: a flag, and the message's length in four bytes.
    static let prefixSize = 5

    private let payloadLimit: Int
    private var state = State.waiting
    /// Whether the stream should be reset, since too much has to be discarded, or that takes too long.
    private(set) var wantsReset = false

    /// Creates a machine for a new stream.
    ///
    /// - Parameter payloadLimit: The maximum number of bytes that a message may have.
    init(payloadLimit: Int) {
      self.payloadLimit = payloadLimit
    }

    /// The maximum number of bytes of a stream that are read to be discarded.
    private var discardLimit: Int { max(2 * payloadLimit, 1 << 20) }

    /// Whether data that arrives is kept.
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
        if received + count > discardLimit { wantsReset = true }
        return .nothing
      case .gathering(let received):
        state = .gathering(received: received + count)
        if let claimed, claimed > payloadLimit {
          let action = discard(.tooLarge(claimed, limit: payloadLimit), endsStream)
          if claimed > discardLimit, !endsStream { wantsReset = true }
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

    /// Handles the call's deadline, which its caller knows as well.
    mutating func expireCall() -> Action { discard(.late, false) }

    /// Handles the end of the time for the transfer.
    mutating func expireTransfer() -> Action {
      let action = discard(.tooSlow, false)
      if isUnfinished { wantsReset = true }
      return action
    }

    /// Refuses the request of a stream that is about to be reset, if a reset is wanted.
    mutating func reset() -> Action {
      guard wantsReset, case .discarding(let refusal, _) = state else { return .nothing }
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
      wantsReset = false
      return .refuse(refusal)
    }
  }
#endif
