internal import CHostBridge

/// The places for the calls that are pending: a ring, in which the slot of a call is its ID modulo the ring's size.
///
/// So a call is found without a hash and without a lock; and IDs go up and are never used again, since a new ID whose
/// slot is still taken is skipped. The ring has at least twice as many slots as calls may be in flight: so of two IDs
/// at most one is skipped for long.
///
/// Its memory is asked for at once and comes as it is touched: ``CallSlot/stride`` bytes for each slot.
// The memory is constant; the slots say themselves who may touch what.
@safe final class SlotRing: @unchecked Sendable {
  /// How many slots there are: a power of two.
  let count: Int
  private let memory: UnsafeMutableRawPointer

  /// - Parameter limit: How many calls may be in flight at once.
  init(limit: Int) {
    var count = 8
    while count < 2 * limit { count *= 2 }
    self.count = count
    guard let memory = unsafe hostcall_zeroed_memory(count * CallSlot.stride) else {
      fatalError("no memory for \(count) slots of pending calls")
    }
    unsafe self.memory = memory
    assert(MemoryLayout<CallSlot.Header>.size <= 104 && MemoryLayout<Waiter>.size <= 24)
  }

  deinit { unsafe hostcall_free_memory(memory, count * CallSlot.stride) }

  /// The slot of the call `id`, whoever has it now.
  subscript(id: UInt64) -> CallSlot {
    let index = Int(truncatingIfNeeded: id) & (count - 1)
    return unsafe CallSlot(memory + index * CallSlot.stride)
  }
}
