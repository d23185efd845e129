#if GRPC
  internal import HostBridgeCore

  /// The bytes that a server holds for its peers, of all connections together: requests, from their first byte until
  /// their call is over, and responses, until they have been written.
  ///
  /// Where there is no room, the unfinished requests of which nothing has come for the longest time give way, and not
  /// whatever comes next: so a peer that begins requests and does not end them doesn't keep the others out.
  ///
  /// Invariant: the total is at most `limit`, but for what its holders have yet to drop.
  final class BufferBudget: Sendable {
    /// A request's part of the budget.
    struct Share: Hashable, Sendable {
      fileprivate let id: UInt64
    }

    /// What drops requests that have given way; to be called after the lock is released.
    fileprivate typealias Evictions = [@Sendable () -> Void]

    fileprivate struct Unfinished: Sendable {
      var bytes = 0
      /// The higher, the later something came of it.
      var recency: UInt64
      let evict: @Sendable () -> Void
    }

    fileprivate struct State: Sendable {
      var lastID: UInt64 = 0
      var lastRecency: UInt64 = 0
      /// Of a request that has given way there is nothing left, here or below.
      var unfinished: [Share: Unfinished] = [:]
      var unfinishedTotal = 0
      var complete: [Share: Int] = [:]
      /// The bytes of complete requests and of responses, which do not give way.
      var fixedTotal = 0
    }

    /// The most bytes that are held at once.
    let limit: Int
    private let state = Guarded(State())

    init(limit: Int) {
      self.limit = limit
    }

    /// How many bytes are held.
    var total: Int { state.withLock { $0.unfinishedTotal + $0.fixedTotal } }

    /// Opens a share for a request that begins.
    ///
    /// - Parameter evict: Is called at most once, from any thread, if the request has to give way before it is complete.
    func open(_ evict: @escaping @Sendable () -> Void) -> Share {
      state.withLock { state in
        state.lastID += 1
        let share = Share(id: state.lastID)
        state.unfinished[share] = Unfinished(recency: state.nextRecency(), evict: evict)
        return share
      }
    }

    /// Notes how many bytes are held for a request of which something has come.
    ///
    /// - Returns: Whether they may be held; if not, the request has given way.
    func hold(_ bytes: Int, for share: Share) -> Bool {
      let (isHeld, evictions) = state.withLock { state -> (Bool, Evictions) in
        guard var unfinished = state.unfinished[share] else { return (false, []) }
        guard state.fixedTotal + bytes <= limit else {
          // Nothing else would help.
          _ = state.remove(share)
          return (false, [unfinished.evict])
        }
        state.unfinishedTotal += bytes - unfinished.bytes
        unfinished.bytes = bytes
        unfinished.recency = state.nextRecency()
        state.unfinished[share] = unfinished
        let evictions = state.makeRoom(limit)
        return (state.unfinished[share] != nil, evictions)
      }
      for evict in evictions { evict() }
      return isHeld
    }

    /// Notes that a request is complete, and how many bytes it has; it does not give way any more.
    ///
    /// - Returns: Whether it may be held.
    func complete(_ share: Share, _ bytes: Int) -> Bool {
      let (isHeld, evictions) = state.withLock { state -> (Bool, Evictions) in
        guard state.remove(share), state.fixedTotal + bytes <= limit else { return (false, []) }
        state.complete[share] = bytes
        state.fixedTotal += bytes
        return (true, state.makeRoom(limit))
      }
      for evict in evictions { evict() }
      return isHeld
    }

    /// A request's call is over.
    func close(_ share: Share) {
      state.withLock { state in
        if !state.remove(share), let bytes = state.complete.removeValue(forKey: share) { state.fixedTotal -= bytes }
      }
    }

    /// Takes room for a response, where there is some.
    func reserve(_ bytes: Int) -> Bool {
      let (isReserved, evictions) = state.withLock { state -> (Bool, Evictions) in
        guard state.fixedTotal + bytes <= limit else { return (false, []) }
        state.fixedTotal += bytes
        return (true, state.makeRoom(limit))
      }
      for evict in evictions { evict() }
      return isReserved
    }

    /// Gives back room that was reserved.
    func release(_ bytes: Int) {
      state.withLock { $0.fixedTotal -= bytes }
    }
  }

  extension BufferBudget.State {
    fileprivate mutating func nextRecency() -> UInt64 {
      lastRecency += 1
      return lastRecency
    }

    /// - Returns: Whether it was unfinished.
    fileprivate mutating func remove(_ share: BufferBudget.Share) -> Bool {
      guard let removed = unfinished.removeValue(forKey: share) else { return false }
      unfinishedTotal -= removed.bytes
      return true
    }

    /// Takes the unfinished requests that have been silent for the longest time out, if there are too many bytes.
    ///
    /// A sixteenth more than need be, so that a server under pressure does not sort its requests for each that comes.
    fileprivate mutating func makeRoom(_ limit: Int) -> BufferBudget.Evictions {
      guard unfinishedTotal + fixedTotal > limit else { return [] }
      var evictions: BufferBudget.Evictions = []
      for (share, each) in unfinished.sorted(by: { $0.value.recency < $1.value.recency })
      where unfinishedTotal + fixedTotal > limit - limit / 16 {
        _ = remove(share)
        evictions.append(each.evict)
      }
      return evictions
    }
  }
#endif
