// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// The bytes that a server buffers for all connections together: requests, from their first byte until their calls
/// end, and responses, until they have been written.
///
/// When there is no room, the unfinished requests that have been silent for the longest time are evicted, rather than
/// whatever arrives next. So a peer that begins requests without ending them does not keep others out.
///
/// Invariant: the total is at most `limit`. It does not include evicted bytes that their owners have yet to drop.
final class BufferBudget: Sendable {
  /// One request's share of the budget.
  struct Share: Hashable, Sendable {
    fileprivate let id: UInt64
  }

  /// Closures that drop evicted requests; call them after releasing the lock.
  fileprivate typealias Evictions = [@Sendable () -> Void]

  fileprivate struct Unfinished: Sendable {
    var bytes = 0
    /// Higher the more recently bytes of the request arrived.
    var recency: UInt64
    let evict: @Sendable () -> Void
  }

  fileprivate struct State: Sendable {
    var lastID: UInt64 = 0
    var lastRecency: UInt64 = 0
    /// The unfinished requests; an evicted one is neither here nor in `complete`.
    var unfinished: [Share: Unfinished] = [:]
    var unfinishedTotal = 0
    var complete: [Share: Int] = [:]
    /// The bytes of complete requests and of responses, which are not evicted.
    var fixedTotal = 0
  }

  /// The maximum number of bytes that may be buffered at once.
  let limit: Int
  private let state = Guarded(State())

  init(limit: Int) {
    self.limit = limit
  }

  /// The number of bytes that are buffered.
  var total: Int { state.withLock { $0.unfinishedTotal + $0.fixedTotal } }

  /// Opens a share for a new request.
  ///
  /// - Parameter evict: A function that is called at most once, from any thread, if the request is evicted before it
  ///   is complete.
  func open(_ evict: @escaping @Sendable () -> Void) -> Share {
    state.withLock { state in
      state.lastID += 1
      let share = Share(id: state.lastID)
      state.unfinished[share] = Unfinished(recency: state.nextRecency(), evict: evict)
      return share
    }
  }

  /// Sets how many bytes are buffered for an unfinished request, of which some have just arrived.
  ///
  /// - Returns: Whether they may be buffered; if not, the request has been evicted.
  func hold(_ bytes: Int, for share: Share) -> Bool {
    let (isHeld, evictions) = state.withLock { state -> (Bool, Evictions) in
      guard var unfinished = state.unfinished[share] else { return (false, []) }
      guard state.fixedTotal + bytes <= limit else {
        // Evicting other requests would not make enough room.
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

  /// Marks a request of `bytes` bytes as complete, after which it is not evicted.
  ///
  /// - Returns: Whether it may be buffered.
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

  /// Closes the share of a request whose call has ended.
  func close(_ share: Share) {
    state.withLock { state in
      if !state.remove(share), let bytes = state.complete.removeValue(forKey: share) { state.fixedTotal -= bytes }
    }
  }

  /// Reserves room for a response.
  ///
  /// - Returns: Whether there was room.
  func reserve(_ bytes: Int) -> Bool {
    let (isReserved, evictions) = state.withLock { state -> (Bool, Evictions) in
      guard state.fixedTotal + bytes <= limit else { return (false, []) }
      state.fixedTotal += bytes
      return (true, state.makeRoom(limit))
    }
    for evict in evictions { evict() }
    return isReserved
  }

  /// Releases room that was reserved.
  func release(_ bytes: Int) {
    state.withLock { $0.fixedTotal -= bytes }
  }
}

extension BufferBudget.State {
  fileprivate mutating func nextRecency() -> UInt64 {
    lastRecency += 1
    return lastRecency
  }

  /// Removes a request, if it is unfinished.
  ///
  /// - Returns: Whether it was.
  fileprivate mutating func remove(_ share: BufferBudget.Share) -> Bool {
    guard let removed = unfinished.removeValue(forKey: share) else { return false }
    unfinishedTotal -= removed.bytes
    return true
  }

  /// Removes the unfinished requests that have been silent for the longest time, if the total exceeds the limit.
  ///
  /// Makes a sixteenth of the limit more room than necessary, so that a server under pressure does not sort its
  /// requests for each new one.
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
