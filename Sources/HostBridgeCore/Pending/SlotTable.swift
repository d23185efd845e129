// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform
internal import Synchronization

/// The slots of pending calls, found by call ID without hashing or locking.
///
///     ring 0    64 slots   ▓░▓▓░░░▓…      new calls take slots of the current ring: ID modulo its size
///     ring 1   128 slots   ▓▓▓▓░▓▓▓…      ◄── current
///     ring 2   256 slots                  not mapped yet
///
/// IDs only increase, and an ID whose slot is taken is skipped, so none is used twice. When more than half of the
/// current ring may be taken, the next ring becomes current; calls in other rings stay there until they end. When few
/// calls are in flight, ``trim(inFlight:)`` returns to the first ring and frees the memory of the empty ones. Their
/// addresses stay mapped, because a late answer may look there at any time.
@safe final class SlotTable: @unchecked Sendable {  // the rings' addresses are atomic; the slots guard themselves
  private static let smallestBits: UInt = 6
  private static let ringCount = 20
  /// The ring counts as too small after a run of this many taken slots, or a quarter of the ring: ended calls whose
  /// callers have not run yet occupy slots too.
  private static let maximumRun = 64

  private struct Trimming: Sendable {
    /// Counters of slots whose memory has been returned.
    var counts = HostBridgeStatistics()
    var isClosed = false
  }

  /// The address of each ring, a multiple of the page size, plus the logarithm of its size; 0 if it is not mapped.
  private let rings: UnsafeMutablePointer<Atomic<UInt>>
  /// The entry of `rings` that new calls use.
  private let current: Atomic<UInt>
  private let lastID = Atomic<UInt64>(0)
  private let trimming = Guarded(Trimming())

  private let onGrowth: @Sendable () -> Void

  /// Creates a table with its first ring; if memory is lacking, it is not ``isUsable``.
  ///
  /// - Parameter onGrowth: Runs after another ring has become current, on the thread of a caller.
  init(onGrowth: @escaping @Sendable () -> Void) {
    self.onGrowth = onGrowth
    unsafe rings = .allocate(capacity: Self.ringCount)
    for index in 0..<Self.ringCount { unsafe (rings + index).initialize(to: Atomic(0)) }
    let first = Ring.map(logarithm: Self.smallestBits)?.bits ?? 0
    unsafe rings[0].store(first, ordering: .relaxed)
    current = Atomic(first)
  }

  /// A Boolean value that indicates whether calls can be made.
  var isUsable: Bool { current.load(ordering: .relaxed) != 0 }

  deinit {
    forEachRing { $0.unmap() }
    unsafe rings.deinitialize(count: Self.ringCount)
    unsafe rings.deallocate()
  }

  /// The ID of the newest call.
  var newestID: UInt64 { lastID.load(ordering: .sequentiallyConsistent) }

  /// Gives a new call its ID and slot.
  ///
  /// - Parameter inFlight: Returns the number of calls in flight, including this one.
  /// - Returns: The ID and slot; `nil` if all slots are taken and memory for more is lacking.
  @inline(__always)
  func reserve(inFlight: () -> Int) -> (id: UInt64, slot: CallSlot)? {
    let ring = Ring(bits: current.load(ordering: .acquiring))
    let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
    let slot = ring[id]
    if slot.take(id), confirms(ring, slot, of: id) { return (id, slot) }
    return reserveElsewhere(id, inFlight())
  }

  /// Returns whether `ring` is still current and the call `id` still has its slot there.
  ///
  /// Otherwise ``trim(inFlight:)`` may have checked the ring before the slot was taken and cleared it afterwards, even
  /// if the ring is current again by now.
  @inline(__always)
  private func confirms(_ ring: Ring, _ slot: CallSlot, of id: UInt64) -> Bool {
    isCurrent(ring) && slot.isTaken(by: id)
  }

  @inline(__always)
  private func isCurrent(_ ring: Ring) -> Bool { current.load(ordering: .sequentiallyConsistent) == ring.bits }

  @inline(never)
  private func reserveElsewhere(_ first: UInt64, _ inFlight: Int) -> (id: UInt64, slot: CallSlot)? {
    var id = first
    var run = 0
    while true {
      // The slot was taken, but its ring is no longer current. If a close has already ended the call there, it stays.
      if let slot = findElsewhere(id), !slot.undoTake(id), slot.isTaken(by: id) { return (id, slot) }
      let ring = Ring(bits: current.load(ordering: .sequentiallyConsistent))
      if ring[id].take(id) {
        if confirms(ring, ring[id], of: id) { return (id, ring[id]) }
        continue
      }
      run += 1
      if inFlight > ring.count / 2 || run > min(Self.maximumRun, ring.count / 4) {
        // The same ID may find a free slot in a larger ring.
        if grow(from: ring) { continue }
        if run > ring.count { return nil }
      }
      id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
    }
  }

  /// Makes the ring of twice the size current; returns false if memory is lacking.
  private func grow(from ring: Ring) -> Bool {
    let hasGrown = trimming.withLock { _ in
      guard isCurrent(ring) else { return true }
      let index = Int(ring.logarithm - Self.smallestBits) + 1
      guard index < Self.ringCount else { return false }
      if let larger = self.ring(index) ?? Ring.map(logarithm: ring.logarithm + 1) {
        unsafe rings[index].store(larger.bits, ordering: .sequentiallyConsistent)
        current.store(larger.bits, ordering: .sequentiallyConsistent)
        return true
      }
      return false
    }
    if hasGrown { onGrowth() }
    return hasGrown
  }

  private func ring(_ index: Int) -> Ring? {
    let bits = unsafe rings[index].load(ordering: .sequentiallyConsistent)
    return bits == 0 ? nil : Ring(bits: bits)
  }

  private func forEachRing(_ body: (Ring) -> Void) {
    for index in 0..<Self.ringCount {
      guard let ring = ring(index) else { continue }
      body(ring)
    }
  }

  /// Returns the slot of the call `id`, if it has one.
  @inline(__always)
  func find(_ id: UInt64) -> CallSlot? {
    let bits = current.load(ordering: .acquiring)
    guard bits != 0 else { return nil }
    let slot = Ring(bits: bits)[id]
    return slot.isTaken(by: id) ? slot : findElsewhere(id)
  }

  @inline(never)
  private func findElsewhere(_ id: UInt64) -> CallSlot? {
    guard id != 0, id <= newestID else { return nil }
    var found: CallSlot?
    forEachRing { ring in if ring[id].isTaken(by: id) { found = ring[id] } }
    return found
  }

  /// Calls `body` with every call that has a slot.
  ///
  /// May miss a call that takes its slot at the same time; such a caller checks, once it has its slot, whether the
  /// bridge is closed.
  ///
  /// Complexity: linear in the slots of all rings in use.
  func forEachCall(_ body: (CallReference, CallStateMachine) -> Void) {
    forEachRing { ring in ring.forEachSlot(body) }
  }

  // MARK: Deadlines

  /// Records the deadline of an invoked call for ``forEachExpired(at:_:)``.
  ///
  /// Call this after the state has changed to invoking, since a sweep skips other calls.
  func record(_ deadline: Deadline, of call: CallReference) {
    let ring = Ring(bits: current.load(ordering: .acquiring))
    if ring.record(deadline, of: call) { return }
    forEachRing { _ = $0.record(deadline, of: call) }
  }

  /// Calls `body` with every invoked call whose deadline is `now` or earlier.
  ///
  /// Complexity: linear in the blocks of 64 slots, plus the slots of blocks that may contain an expired deadline.
  ///
  /// - Returns: The earliest deadline of the other calls.
  func forEachExpired(at now: Deadline, _ body: (CallReference) -> Void) -> Deadline {
    var next = Deadline.never
    forEachRing { next = min(next, $0.forEachExpired(at: now, body)) }
    return next
  }

  // MARK: Memory

  /// A Boolean value that indicates whether a ring beyond the first is current.
  var isGrown: Bool { unsafe rings[0].load(ordering: .relaxed) != current.load(ordering: .relaxed) }

  /// Returns the memory of empty rings to the system, if the first ring is enough for new calls.
  ///
  /// - Parameter inFlight: The number of calls in flight.
  func trim(inFlight: Int) {
    trimming.withLock { trimming in
      guard !trimming.isClosed, isGrown, inFlight <= (1 << Self.smallestBits) / 4 else { return }
      current.store(unsafe rings[0].load(ordering: .relaxed), ordering: .sequentiallyConsistent)
      for index in 1..<Self.ringCount {
        guard let ring = ring(index) else { continue }
        var isFree = true
        var counts = HostBridgeStatistics()
        ring.forEachSlot { _, _ in isFree = false }
        guard isFree else { continue }
        ring.addCounts(to: &counts)
        // If the ring cannot be cleared, its counts stay in its slots.
        if ring.clear() { trimming.counts.add(counts) }
      }
    }
  }

  /// Stops trimming, so that the counters stay in their slots.
  func close() {
    trimming.withLock { $0.isClosed = true }
  }

  /// The counters of all calls.
  ///
  /// Complexity: linear in the slots of all rings.
  var statistics: HostBridgeStatistics {
    trimming.withLock { trimming in
      var sum = trimming.counts
      forEachRing { $0.addCounts(to: &sum) }
      return sum
    }
  }
}

/// A ring of a ``SlotTable``, with the earliest deadline of each block of 64 slots.
@safe private struct Ring: Sendable {
  private static let logarithmMask: UInt = 0xFF
  private static let blockSize = 64

  /// The address plus the logarithm of the number of slots.
  let bits: UInt

  init(bits: UInt) {
    self.bits = bits
  }

  /// Returns a new ring of two to the power of `logarithm` slots; `nil` if memory is lacking.
  static func map(logarithm: UInt) -> Ring? {
    guard let memory = unsafe hostcall_pages_map(size(logarithm)) else { return nil }
    return Ring(bits: UInt(bitPattern: memory) | logarithm)
  }

  var logarithm: UInt { bits & Self.logarithmMask }
  var count: Int { 1 &<< Int(logarithm) }
  private var blockCount: Int { max(1, count / Self.blockSize) }

  private static func size(_ logarithm: UInt) -> Int {
    let count = 1 << Int(logarithm)
    return count * CallSlot.stride + max(1, count / blockSize) * MemoryLayout<Int64>.size
  }

  private var memory: UnsafeMutableRawPointer {
    unsafe UnsafeMutableRawPointer(bitPattern: bits & ~Self.logarithmMask)!  // mapped in `map(logarithm:)`
  }

  private var blocks: UnsafeMutablePointer<Atomic<Int64>> {
    unsafe (memory + count * CallSlot.stride).assumingMemoryBound(to: Atomic<Int64>.self)
  }

  @inline(__always)
  subscript(id: UInt64) -> CallSlot {
    slot(Int(truncatingIfNeeded: id) & (count &- 1))
  }

  @inline(__always)
  private func slot(_ index: Int) -> CallSlot { unsafe CallSlot(memory + index &* CallSlot.stride) }

  func unmap() { unsafe hostcall_pages_unmap(memory, Self.size(logarithm)) }

  /// Makes the memory zero; false if the system keeps it as it is.
  func clear() -> Bool { unsafe hostcall_pages_clear(memory, Self.size(logarithm)) }

  func forEachSlot(_ body: (CallReference, CallStateMachine) -> Void) { forEachSlot(in: 0..<count, body) }

  private func forEachSlot(in indices: Range<Int>, _ body: (CallReference, CallStateMachine) -> Void) {
    for index in indices {
      let slot = slot(index)
      if let (id, state) = slot.load() { body(CallReference(id: id, slot: slot), state) }
    }
  }

  func addCounts(to sum: inout HostBridgeStatistics) {
    for index in 0..<count { slot(index).addCounts(to: &sum) }
  }

  func record(_ deadline: Deadline, of call: CallReference) -> Bool {
    guard self[call.id].address == call.slot.address else { return false }
    let index = Int(truncatingIfNeeded: call.id) & (count - 1)
    record(deadline, inBlock: index / Self.blockSize)
    return true
  }

  private func record(_ deadline: Deadline, inBlock index: Int) {
    _ = unsafe blocks[index].max(deadline.inverted, ordering: .sequentiallyConsistent)
  }

  func forEachExpired(at now: Deadline, _ body: (CallReference) -> Void) -> Deadline {
    var next = Deadline.never
    for index in 0..<blockCount {
      let earliest = Deadline(inverted: unsafe blocks[index].load(ordering: .sequentiallyConsistent))
      guard earliest <= now else {
        next = min(next, earliest)
        continue
      }
      // Calls made from now on record their own deadlines; the sweep below finds all others.
      unsafe blocks[index].store(0, ordering: .sequentiallyConsistent)
      let start = index * Self.blockSize
      forEachSlot(in: start..<min(start + Self.blockSize, count)) { call, state in
        let deadline = call.slot.deadline
        guard state.ending == nil, state.isInvoked, deadline != .never else { return }
        if deadline <= now {
          body(call)
        } else {
          record(deadline, inBlock: index)
          next = min(next, deadline)
        }
      }
    }
    return next
  }
}
