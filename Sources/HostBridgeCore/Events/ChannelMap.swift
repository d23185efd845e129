// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The channels of a bridge by name: an open-addressing hash table with linear probing.
///
///     home:   2   2   3   2       a channel is at its home, or as close after it as possible;
///     slot:   2   3   4   5       removing one moves those after it back, so that no gap ends a search
///
/// At most half of the slots are in use.
///
/// Thread safety: guarded by the lock of the ``EventTable``.
struct ChannelMap: Sendable {
  /// As many slots as a power of two.
  private var slots = ContiguousArray<EventChannel?>(repeating: nil, count: 8)
  private var count = 0

  private var mask: Int { slots.count &- 1 }

  private func home(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & mask }

  /// Returns the channel of the name with the given hash and bytes.
  @inline(__always)
  func find(_ hash: UInt64, _ bytes: UnsafeRawBufferPointer) -> EventChannel? {
    var index = home(hash)
    while let channel = slots[index] {
      if unsafe channel.name.matches(hash, bytes) { return channel }
      index = (index &+ 1) & mask
    }
    return nil
  }

  /// Returns the channel of `name`.
  func find(_ name: ChannelName) -> EventChannel? {
    unsafe name.withBytes { unsafe find(name.hash, $0) }
  }

  /// Adds a channel, whose name must not have one.
  mutating func add(_ channel: EventChannel) {
    count += 1
    if count * 2 > slots.count {
      let channels = all
      slots = ContiguousArray(repeating: nil, count: 2 * slots.count)
      for channel in channels { insert(channel) }
    }
    insert(channel)
  }

  private mutating func insert(_ channel: EventChannel) {
    var index = home(channel.name.hash)
    while slots[index] != nil { index = (index + 1) & mask }
    slots[index] = channel
  }

  /// Removes a channel, which must have been added.
  mutating func remove(_ channel: EventChannel) {
    var gap = home(channel.name.hash)
    while slots[gap] !== channel { gap = (gap + 1) & mask }
    var index = gap
    while true {
      index = (index + 1) & mask
      guard let next = slots[index] else { break }
      // A channel whose home is after the gap stays.
      if (index - home(next.name.hash)) & mask < (index - gap) & mask { continue }
      slots[gap] = next
      gap = index
    }
    slots[gap] = nil
    count -= 1
  }

  /// All channels, in no order.
  var all: [EventChannel] { slots.compactMap { $0 } }
}
