// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform
internal import Synchronization

/// A table of objects that hosts refer to by number: handle → object.
///
/// A handle is below 2^53, so that a JavaScript number can hold it:
///
///     bit 52            31 30        12 11         0
///        │ tag, 22 bits │ generation  │ slot       │
///
/// The tag is random, nonzero, and different for each copy of the package in a process. The generation starts at 1 and
/// increases each time a slot is reused; a slot without further generations is retired. So a removed handle is never
/// valid again.
///
/// Looking up a handle *pins* its object without a lock: one word of the slot holds the generation, whether the slot is
/// open, and the number of pins. Once the slot is closed, the thread that drops the last pin disposes of the object.
///
/// Thread safety: safe from any thread.
@safe package final class HandleTable<Object: AnyObject & Sendable>: @unchecked Sendable {  // atomics and a lock
  private struct Slot: ~Copyable {
    //  bit 63      32   31      30        0
    //    generation     isOpen    pins
    let state = Atomic<UInt64>(0)
    let object = Atomic<UInt>(0)

    static var openBit: UInt64 { 1 << 31 }
    static var pinsMask: UInt64 { openBit - 1 }
  }

  private struct Vacancies: Sendable {
    /// The first slot that was never used.
    var firstUnused = 0
    var used: [Int] = []
  }

  private static var slotBits: UInt64 { 12 }
  private static var generationBits: UInt64 { 19 }
  private static var tagBits: UInt64 { 22 }
  private static var slotCount: Int { 1 << 12 }

  private let tag: UInt64
  private let lastGeneration: UInt64
  private let slots: UnsafeMutablePointer<Slot>?
  private let vacancies = Guarded(Vacancies())
  private let dispose: @Sendable (Unmanaged<Object>) -> Void

  /// Creates a table.
  ///
  /// - Parameters:
  ///   - lastGeneration: How often a slot can be used; tests pass less than the maximum.
  ///   - dispose: Receives each object that was removed and has no pins, to release it, on the thread that dropped the
  ///     last pin.
  package init(lastGeneration: UInt64 = 1 << 19 - 1, dispose: @escaping @Sendable (Unmanaged<Object>) -> Void) {
    tag = UInt64.random(in: 1..<(1 << Self.tagBits))
    self.lastGeneration = lastGeneration
    unsafe self.dispose = dispose
    // Zero pages, which take memory only when used; a slot of zeros is closed.
    let pages = unsafe hostcall_pages_map(Self.slotCount * MemoryLayout<Slot>.stride)
    unsafe slots = pages?.assumingMemoryBound(to: Slot.self)
  }

  deinit {
    if let slots = unsafe slots { unsafe hostcall_pages_unmap(slots, Self.slotCount * MemoryLayout<Slot>.stride) }
  }

  /// Retains `object` until it is removed, and returns its handle; returns 0 if no handle is free.
  package func insert(_ object: Object) -> UInt64 {
    guard let slots = unsafe slots else { return 0 }
    return vacancies.withLock { vacancies in
      let index: Int
      if let used = vacancies.used.popLast() {
        index = used
      } else {
        guard vacancies.firstUnused < Self.slotCount else { return 0 }
        index = vacancies.firstUnused
        vacancies.firstUnused += 1
      }
      let slot = unsafe slots + index
      let generation = unsafe slot.pointee.state.load(ordering: .relaxed) >> 32 + 1
      unsafe slot.pointee.object.store(UInt(bitPattern: Unmanaged.passRetained(object).toOpaque()), ordering: .relaxed)
      unsafe slot.pointee.state.store(generation << 32 | Slot.openBit, ordering: .releasing)
      return tag << (Self.slotBits + Self.generationBits) | generation << Self.slotBits | UInt64(index)
    }
  }

  /// Calls `body` with the object of `handle`, which stays alive until `body` returns; returns `nil` if the handle is
  /// not valid.
  @inline(__always)
  package func with<Result, Failure: Error>(
    _ handle: UInt64, _ body: (Object) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    guard let slot = unsafe pin(handle) else { return nil }
    defer { unsafe unpin(slot) }
    return try unsafe object(of: slot)._withUnsafeGuaranteedRef { object in
      Swift.Result { () throws(Failure) in try body(object) }
    }.get()
  }

  package func contains(_ handle: UInt64) -> Bool { with(handle) { _ in true } ?? false }

  /// Invalidates `handle`.
  package func remove(_ handle: UInt64) {
    guard let slot = unsafe slot(of: handle) else { return }
    var state = unsafe slot.pointee.state.load(ordering: .relaxed)
    while isOpen(state, handle) {
      let (isDone, found) = unsafe slot.pointee.state.weakCompareExchange(
        expected: state, desired: state & ~Slot.openBit, ordering: .acquiringAndReleasing)
      if isDone {
        if state & Slot.pinsMask == 0 { unsafe vacate(slot) }
        return
      }
      state = found
    }
  }

  // MARK: Slots

  @inline(__always)
  private func slot(of handle: UInt64) -> UnsafeMutablePointer<Slot>? {
    guard handle >> (Self.slotBits + Self.generationBits) == tag, let slots = unsafe slots else { return nil }
    return unsafe slots + Int(handle & (1 << Self.slotBits - 1))
  }

  @inline(__always)
  private func isOpen(_ state: UInt64, _ handle: UInt64) -> Bool {
    state & Slot.openBit != 0 && state >> 32 == handle >> Self.slotBits & (1 << Self.generationBits - 1)
  }

  @inline(__always)
  private func pin(_ handle: UInt64) -> UnsafeMutablePointer<Slot>? {
    guard let slot = unsafe slot(of: handle) else { return nil }
    var state = unsafe slot.pointee.state.load(ordering: .relaxed)
    while isOpen(state, handle) {
      let (isDone, found) = unsafe slot.pointee.state.weakCompareExchange(
        expected: state, desired: state &+ 1, ordering: .acquiringAndReleasing)
      if isDone { return unsafe slot }
      state = found
    }
    return nil
  }

  @inline(__always)
  private func unpin(_ slot: UnsafeMutablePointer<Slot>) {
    let state = unsafe slot.pointee.state.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue
    if state & (Slot.openBit | Slot.pinsMask) == 0 { unsafe vacate(slot) }
  }

  @inline(__always)
  private func object(of slot: UnsafeMutablePointer<Slot>) -> Unmanaged<Object> {
    let bits = unsafe slot.pointee.object.load(ordering: .relaxed)
    return unsafe Unmanaged.fromOpaque(UnsafeRawPointer(bitPattern: bits)!)  // it is pinned, or was until now
  }

  /// Disposes of the object of a slot that is neither open nor pinned.
  @inline(never)
  private func vacate(_ slot: UnsafeMutablePointer<Slot>) {
    let object = unsafe object(of: slot)
    let index = unsafe slot - slots!  // within the table
    vacancies.withLock { vacancies in
      if unsafe slot.pointee.state.load(ordering: .relaxed) >> 32 < lastGeneration { vacancies.used.append(index) }
    }
    unsafe dispose(object)
  }
}
