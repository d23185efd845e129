#if GRPC
  /// Decides what becomes of the request of one stream while it arrives.
  ///
  ///     waiting ──headers──▶ gathering ──end of stream──▶ delivered
  ///                              │
  ///        too large, no room, several messages, late, slow
  ///                              ▼
  ///                         discarding ──end of stream, or a reset──▶ refused
  ///
  /// A request that is refused is read to its end, and then answered: to answer before that takes a reset of its
  /// stream, by the server or by its client, and many of those cost the connection with every call on it
  /// (``ResetRateLimiter``). What is discarded takes no memory. Where it is too much, or has taken too long, the
  /// machine wants a reset all the same.
  ///
  /// Invariants: `delivered` and `refused` are final; a reset is wanted only while discarding.
  struct RequestStateMachine {
    /// Why a request is not handed on.
    enum Refusal: Hashable {
      /// Its message has more bytes than the limit.
      case tooLarge(Int, limit: Int)
      /// There is more than one message.
      case severalMessages
      /// The server holds as many bytes as it may.
      case noRoom(limit: Int)
      /// It took too long to arrive.
      case tooSlow
      /// The time that the caller gave it was over before it had arrived.
      case late
    }

    /// What is to be done.
    enum Action: Hashable {
      case nothing
      /// Hand the request on.
      case deliver
      /// Drop what has been kept, and what comes.
      case discard
      /// Answer.
      case refuse(Refusal)
    }

    private enum State {
      case waiting
      case gathering(received: Int)
      case discarding(Refusal, received: Int)
      case delivered
      case refused
    }

    /// A message is preceded by a flag and its length.
    static let prefixSize = 5

    private let payloadLimit: Int
    private var state = State.waiting
    /// Whether what is discarded is too much, or takes too long.
    private(set) var wantsReset = false

    /// - Parameter payloadLimit: The most bytes that a message may have.
    init(payloadLimit: Int) {
      self.payloadLimit = payloadLimit
    }

    /// The most bytes of a stream that are read though they are not wanted.
    private var discardLimit: Int { max(2 * payloadLimit, 1 << 20) }

    /// Whether what comes is to be kept.
    var isGathering: Bool { if case .gathering = state { true } else { false } }

    /// Whether the peer still sends its request.
    var isUnfinished: Bool {
      switch state {
      case .gathering, .discarding: true
      case .waiting, .delivered, .refused: false
      }
    }

    /// There are headers, the first or the last of the request.
    mutating func receiveHeaders(endsStream: Bool) -> Action {
      switch state {
      case .waiting where !endsStream:
        state = .gathering(received: 0)
        return .nothing
      case .waiting, .gathering:
        // Trailers, or nothing but headers: gRPC knows what to say about that.
        guard endsStream else { return .nothing }
        state = .delivered
        return .deliver
      case .discarding(let refusal, _): return endsStream ? refuse(refusal) : .nothing
      case .delivered, .refused: return .nothing
      }
    }

    /// There is data.
    ///
    /// - Parameters:
    ///   - count: How many bytes have come.
    ///   - claimed: The length of the message by its prefix; nil before that is there.
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

    /// There is no room for what was kept.
    mutating func evict(limit: Int) -> Action { discard(.noRoom(limit: limit), false) }

    /// The time of the call is over, of which its caller knows.
    mutating func expireCall() -> Action { discard(.late, false) }

    /// The time for the transfer is over.
    mutating func expireTransfer() -> Action {
      let action = discard(.tooSlow, false)
      if isUnfinished { wantsReset = true }
      return action
    }

    /// The stream is about to be reset, as is wanted.
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
