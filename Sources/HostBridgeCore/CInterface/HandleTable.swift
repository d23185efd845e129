internal import CHostBridge

/// Every open bridge of this copy of the package: handle → ``HostBridge``.
///
/// A handle is a number below 2^53, so that a JavaScript number holds it:
///
///     bit 52            31 30        12 11         0
///        │ mark, 22 bits │ generation  │ slot       │
///
/// The mark is random, differs from copy to copy of the package in one process, and is not 0. The generation goes up
/// each time a slot is used again, from 1; a slot whose generations are used up is retired. So a handle that was closed
/// stays unknown for good. Looking a handle up returns a strong reference: a bridge is never freed while one is in use.
package final class HandleTable: Sendable {
  /// The bridges of this process.
  package static let shared = HandleTable()

  private static let slotBits: UInt64 = 12
  private static let generationBits: UInt64 = 19
  private static let markBits: UInt64 = 22

  private struct Slot: Sendable {
    var generation: UInt64 = 1
    var bridge: HostBridge?
  }

  private struct State: Sendable {
    var slots: [Slot] = []
    var free: [Int] = []
  }

  private let mark: UInt64
  private let lastGeneration: UInt64
  private let state = Guarded(State())

  /// A table of its own.
  ///
  /// - Parameter lastGeneration: How often a slot is used before it is retired; fewer than possible is for tests.
  package init(lastGeneration: UInt64 = (1 << HandleTable.generationBits) - 1) {
    mark = UInt64.random(in: 1..<(1 << Self.markBits))
    self.lastGeneration = lastGeneration
  }

  /// Gives `bridge` a handle; 0 if there is none left.
  package func insert(_ bridge: HostBridge) -> UInt64 {
    state.withLock { state in
      let slot: Int
      if let free = state.free.popLast() {
        slot = free
      } else {
        guard state.slots.count < 1 << Self.slotBits else { return 0 }
        slot = state.slots.count
        state.slots.append(Slot())
      }
      state.slots[slot].bridge = bridge
      return handle(slot, state.slots[slot].generation)
    }
  }

  /// The bridge of `handle`; nil if there is none, or none any more.
  package func lookUp(_ handle: UInt64) -> HostBridge? {
    return state.withLock { state in
      guard let slot = slot(of: handle, in: state) else { return nil }
      return state.slots[slot].bridge
    }
  }

  /// Makes `handle` stale.
  package func remove(_ handle: UInt64) {
    state.withLock { state in
      guard let slot = slot(of: handle, in: state) else { return }
      state.slots[slot].bridge = nil
      if state.slots[slot].generation < lastGeneration {
        state.slots[slot].generation += 1
        state.free.append(slot)
      } else {
        state.slots[slot].generation = 0  // no handle has it: retired
      }
    }
  }

  private func handle(_ slot: Int, _ generation: UInt64) -> UInt64 {
    mark << (Self.slotBits + Self.generationBits) | generation << Self.slotBits | UInt64(slot)
  }

  private func slot(of handle: UInt64, in state: State) -> Int? {
    let slot = Int(handle & ((1 << Self.slotBits) - 1))
    guard slot < state.slots.count, state.slots[slot].bridge != nil else { return nil }
    return self.handle(slot, state.slots[slot].generation) == handle ? slot : nil
  }
}
