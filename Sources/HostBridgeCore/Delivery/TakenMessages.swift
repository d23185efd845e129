// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The messages that hosts have taken and not given back, by the token in their struct.
///
///     bit 63        32   31        0
///         generation       place
///
/// A place has another generation each time it is used, so a token that a host keeps too long, copies or damages finds
/// no message. The table belongs to the process, since a host may give back messages of a bridge that is closed.
///
/// Thread safety: safe from any thread. Never freed.
final class TakenMessages: Sendable {
  static let shared = TakenMessages()

  private struct Place: Sendable {
    var generation: UInt32 = 0
    var message: HostMessage?
  }

  private struct State: Sendable {
    var places: [Place] = []
    var vacant: [Int] = []
  }

  private let state = Guarded(State())

  /// The number of messages.
  var count: Int { state.withLock { $0.places.count - $0.vacant.count } }

  /// Retains `message` until it is removed, and returns its token, which is not 0.
  func insert(_ message: HostMessage) -> UInt64 {
    state.withLock { state in
      let place = state.vacant.popLast() ?? state.places.count
      if place == state.places.count { state.places.append(Place()) }
      // After 2^32 uses, a token could be valid again.
      state.places[place].generation &+= 1
      if state.places[place].generation == 0 { state.places[place].generation = 1 }
      state.places[place].message = message
      return UInt64(state.places[place].generation) << 32 | UInt64(place)
    }
  }

  /// Removes and returns the message with the given token; `nil` if there is none.
  func remove(_ token: UInt64) -> HostMessage? {
    let (generation, place) = (UInt32(truncatingIfNeeded: token >> 32), Int(token & 0xFFFF_FFFF))
    guard generation != 0 else { return nil }
    return state.withLock { state in
      guard place < state.places.count, state.places[place].generation == generation else { return nil }
      guard let message = state.places[place].message.take() else { return nil }
      state.vacant.append(place)
      return message
    }
  }
}
