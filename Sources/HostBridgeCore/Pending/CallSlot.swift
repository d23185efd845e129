// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// A slot of a ``SlotTable``: all data of the call that currently occupies it.
///
///     offset   0  word                ID and state of the call, 0 while the slot is free
///              8  inverted deadline   `Int64.max` minus the deadline, so that 0 is none
///             16  handler             the address of the HostHandler that the call may use, or 0
///             24  waiter              what the caller waits with
///             32  completion link     the next entry of the completion queue
///             40  callback link       the next entry of the callback queue
///             48  encodings           of the request and the response
///             52  outcome             of the answer
///             56  answer size         in bytes
///             64  counters            seven, over all calls that used this slot
///            120  attachments         the address of the StreamState, plus 1 if the call is in the PendingContexts
///            128  answer              up to 64 bytes inline, or the address of a larger answer
///
/// The word decides who may touch what, and changes by compare-and-swap. The caller owns the slot from taking it to
/// leaving it, and writes the deadline, `handler`, the encodings, the attachments and the counters. The thread
/// that claimed the ending writes outcome, size and answer, before the word says that they are there. `handler` is
/// cleared by the thread that the ``CallStateMachine`` tells to return the handler. The caller and the thread that
/// notifies it exchange `waiter`. All else may be read by any thread that looks at the word before and after.
@safe struct CallSlot: @unchecked Sendable {  // each field is atomic, or owned by the thread that the word says
  /// The part that is read without owning the slot.
  ///
  /// All of it is 0 in fresh memory.
  struct Header: ~Copyable {
    let word = Atomic<UInt64>(0)
    let invertedDeadline = Atomic<Int64>(0)
    let handler = Atomic<UInt>(0)
    let waiter = Atomic<UInt>(0)
    let completionLink = Atomic<UInt>(0)
    let callbackLink = Atomic<UInt>(0)
    let encodings = Atomic<UInt32>(0)
    let outcome = Atomic<Int32>(0)
    let answerSize = Atomic<Int>(0)
    let made = Atomic<UInt64>(0)
    let answered = Atomic<UInt64>(0)
    let failed = Atomic<UInt64>(0)
    let cancelled = Atomic<UInt64>(0)
    let expired = Atomic<UInt64>(0)
    let requestBytes = Atomic<UInt64>(0)
    let answerBytes = Atomic<UInt64>(0)
    let attachments = Atomic<UInt>(0)
  }

  /// The distance between slots in bytes: three cache lines.
  static let stride = 192
  /// The largest answer in bytes that is stored inline.
  static let inlineCapacity = 64
  private static let answerOffset = 128

  let memory: UnsafeMutableRawPointer

  init(_ memory: UnsafeMutableRawPointer) {
    unsafe self.memory = memory
  }

  /// Creates a reference to the slot at `address`; returns `nil` for 0.
  init?(address: UInt) {
    guard let memory = unsafe UnsafeMutableRawPointer(bitPattern: address) else { return nil }
    unsafe self.memory = memory
  }

  /// The address of the slot, a multiple of 64.
  var address: UInt { unsafe UInt(bitPattern: memory) }

  var header: UnsafeMutablePointer<Header> { unsafe memory.assumingMemoryBound(to: Header.self) }

  // MARK: The word

  /// Returns the call that occupies the slot; `nil` if the slot is free.
  func load() -> (id: UInt64, state: CallStateMachine)? {
    let word = unsafe header.pointee.word.load(ordering: .sequentiallyConsistent)
    guard word != 0 else { return nil }
    return (word >> CallStateMachine.bitCount, CallStateMachine(bits: word & CallSlot.stateMask))
  }

  /// Returns the state of the call `id`; `nil` if it does not occupy the slot.
  func state(of id: UInt64) -> CallStateMachine? {
    guard let (found, state) = load(), found == id else { return nil }
    return state
  }

  /// Returns whether the call `id` occupies the slot.
  func isTaken(by id: UInt64) -> Bool {
    unsafe header.pointee.word.load(ordering: .acquiring) >> CallStateMachine.bitCount == id
  }

  private static let stateMask: UInt64 = 1 << CallStateMachine.bitCount - 1

  @inline(__always)
  private static func word(_ id: UInt64, _ bits: UInt64) -> UInt64 { id << CallStateMachine.bitCount | bits }

  /// Takes the slot for the call `id`; returns false if it is taken.
  @inline(__always)
  func take(_ id: UInt64) -> Bool {
    unsafe header.pointee.word.compareExchange(
      expected: 0, desired: Self.word(id, CallStateMachine.FastPath.reserved), ordering: .sequentiallyConsistent
    ).exchanged
  }

  /// Undoes ``take(_:)``; returns false if the call has ended since.
  func undoTake(_ id: UInt64) -> Bool {
    compareExchange(id, expected: CallStateMachine.FastPath.reserved, desired: nil)
  }

  /// Makes a transition of the fast path; returns false if the call is in any state but `expected`.
  ///
  /// - Parameter desired: The bits of the new state; `nil` frees the slot.
  @inline(__always)
  func compareExchange(_ id: UInt64, expected: UInt64, desired: UInt64?) -> Bool {
    unsafe header.pointee.word.compareExchange(
      expected: Self.word(id, expected), desired: desired.map { Self.word(id, $0) } ?? 0,
      ordering: .sequentiallyConsistent
    ).exchanged
  }

  /// Returns whether the call `id` was answered before its caller started to wait; no other thread changes the word
  /// after that.
  @inline(__always)
  func isAnsweredInside(_ id: UInt64) -> Bool {
    unsafe header.pointee.word.load(ordering: .acquiring) == Self.word(id, CallStateMachine.FastPath.answered)
  }

  /// Returns whether the call `id` was answered on the fast path, inside `invoke` or while its caller waited; no other
  /// thread changes the word after that.
  @inline(__always)
  func isAnswered(_ id: UInt64) -> Bool {
    let word = unsafe header.pointee.word.load(ordering: .acquiring)
    return word == Self.word(id, CallStateMachine.FastPath.answered)
      || word == Self.word(id, CallStateMachine.FastPath.answeredWaiting)
  }

  /// Returns whether the host may send items of the stream `id`: it knows the call, which has not ended.
  @inline(__always)
  func takesItems(_ id: UInt64) -> Bool {
    let word = unsafe header.pointee.word.load(ordering: .sequentiallyConsistent)
    return word == Self.word(id, CallStateMachine.FastPath.waitingStream)
      || word == Self.word(id, CallStateMachine.FastPath.invokingStream)
  }

  /// Frees the slot.
  ///
  /// Sequentially consistent, because a thread that retires a handler scans the slots and then waits for those that
  /// hold it.
  @inline(__always)
  func free() {
    let header = unsafe header
    if unsafe header.pointee.invertedDeadline.load(ordering: .relaxed) != 0 {
      unsafe header.pointee.invertedDeadline.store(0, ordering: .relaxed)
    }
    unsafe header.pointee.handler.store(0, ordering: .relaxed)
    unsafe header.pointee.word.store(0, ordering: .sequentiallyConsistent)
  }

  /// Changes the state of the call `id` and returns the result of `event`; returns `nil` if the call does not occupy
  /// the slot.
  ///
  /// - Parameter event: Changes the state; may run more than once.
  func change<Result>(_ id: UInt64, _ event: (inout CallStateMachine) -> Result) -> Result? {
    var word = unsafe header.pointee.word.load(ordering: .acquiring)
    while true {
      guard word >> CallStateMachine.bitCount == id, word != 0 else { return nil }
      let before = word & Self.stateMask
      var state = CallStateMachine(bits: before)
      let result = event(&state)
      if state.bits == before { return result }
      let (isDone, found) = unsafe header.pointee.word.weakCompareExchange(
        expected: word, desired: Self.word(id, state.bits), ordering: .sequentiallyConsistent)
      if isDone { return result }
      word = found
    }
  }

  // MARK: Written by the caller

  var deadline: Deadline {
    get { Deadline(inverted: unsafe header.pointee.invertedDeadline.load(ordering: .acquiring)) }
    nonmutating set {
      unsafe header.pointee.invertedDeadline.store(newValue.inverted, ordering: .relaxed)
    }
  }

  /// The encoding of the request, and the one that the response must have.
  var encodings: CallEncodings {
    get { CallEncodings(bits: unsafe header.pointee.encodings.load(ordering: .acquiring)) }
    nonmutating set { unsafe header.pointee.encodings.store(newValue.bits, ordering: .relaxed) }
  }

  /// What the call has beside its slot.
  var attachments: CallAttachments {
    get { CallAttachments(bits: unsafe header.pointee.attachments.load(ordering: .acquiring)) }
    nonmutating set { unsafe header.pointee.attachments.store(newValue.bits, ordering: .releasing) }
  }

  /// A hazard pointer to the handler that the call may use, which protects the handler from being released.
  ///
  /// Sequentially consistent: either the call sees that its handler was retired, or the retiring thread sees the slot.
  var handler: HandlerReference? {
    get { HandlerReference(bits: unsafe header.pointee.handler.load(ordering: .sequentiallyConsistent)) }
    nonmutating set {
      unsafe header.pointee.handler.store(newValue?.bits ?? 0, ordering: .sequentiallyConsistent)
    }
  }

  /// The suspended caller; written before the state changes to waiting.
  var waiter: Waiter {
    get { Waiter(bits: unsafe header.pointee.waiter.load(ordering: .acquiring)) }
    nonmutating set { unsafe header.pointee.waiter.store(newValue.bits, ordering: .releasing) }
  }

  /// Replaces the waiting caller's placeholder by `waiter`; returns false if the caller was already notified and must
  /// not suspend.
  func suspend(_ waiter: Waiter) -> Bool {
    unsafe header.pointee.waiter.exchange(waiter.bits, ordering: .acquiringAndReleasing) == Waiter.notSuspended.bits
  }

  /// Notifies the waiting caller that its call is decided; unless its task has suspended, the slot may be reused
  /// afterwards.
  ///
  /// - Returns: The waiter that was replaced.
  func notifyCaller() -> Waiter {
    Waiter(bits: unsafe header.pointee.waiter.exchange(Waiter.notified.bits, ordering: .acquiringAndReleasing))
  }

  /// The next entry of the completion queue.
  var completionLink: UInt {
    get { unsafe header.pointee.completionLink.load(ordering: .relaxed) }
    nonmutating set { unsafe header.pointee.completionLink.store(newValue, ordering: .relaxed) }
  }

  /// The next entry of the callback queue.
  var callbackLink: UInt {
    get { unsafe header.pointee.callbackLink.load(ordering: .relaxed) }
    nonmutating set { unsafe header.pointee.callbackLink.store(newValue, ordering: .relaxed) }
  }

  // MARK: The answer

  private var inlineBytes: UnsafeMutableRawPointer { unsafe memory + Self.answerOffset }

  private var largeBytes: UnsafeMutablePointer<UnsafeMutableRawPointer?> {
    unsafe inlineBytes.assumingMemoryBound(to: UnsafeMutableRawPointer?.self)
  }

  /// Copies an answer into the slot; called by the thread that claimed the call.
  ///
  /// - Returns: False if memory is lacking; the outcome then says so.
  @inline(__always)
  func setAnswer(_ outcome: Outcome, _ bytes: UnsafeRawBufferPointer) -> Bool {
    if bytes.count <= Self.inlineCapacity {
      if let start = bytes.baseAddress { unsafe inlineBytes.copyMemory(from: start, byteCount: bytes.count) }
      setOutcome(outcome, bytes.count)
      return true
    }
    return unsafe setLargeAnswer(outcome, bytes)
  }

  @inline(never)
  private func setLargeAnswer(_ outcome: Outcome, _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let memory = unsafe malloc(bytes.count), let start = bytes.baseAddress else {
      setOutcome(.noMemory, bytes.count)
      return false
    }
    unsafe memory.copyMemory(from: start, byteCount: bytes.count)
    unsafe largeBytes.pointee = memory
    setOutcome(outcome, bytes.count)
    return true
  }

  /// Records an outcome, and the size in bytes of an answer that is not copied.
  func setOutcome(_ outcome: Outcome, _ size: Int) {
    unsafe header.pointee.outcome.store(outcome.rawValue, ordering: .relaxed)
    unsafe header.pointee.answerSize.store(size, ordering: .relaxed)
  }

  var outcome: Outcome { Outcome(rawValue: unsafe header.pointee.outcome.load(ordering: .relaxed)) }

  /// The size of the host's answer in bytes.
  var answerSize: Int { unsafe header.pointee.answerSize.load(ordering: .relaxed) }

  /// Calls `body` with the bytes of the answer, which are valid until it returns; called once, by the caller.
  @inline(__always)
  func withAnswer<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let size = answerSize
    if size <= Self.inlineCapacity { return try body(unsafe RawSpan(_unsafeStart: inlineBytes, byteCount: size)) }
    return try unsafe HostMemory(owning: largeBytes.pointee, size).withBytes(body)
  }

  /// The bytes of the answer, which are valid until ``freeAnswer()``.
  @inline(__always)
  var answerInPlace: UnsafeRawBufferPointer {
    let size = answerSize
    return unsafe UnsafeRawBufferPointer(
      start: size <= Self.inlineCapacity ? inlineBytes : largeBytes.pointee, count: size)
  }

  /// Frees the memory of an answer that does not fit into the slot; called once, by the caller.
  @inline(__always)
  func freeAnswer() {
    let size = answerSize
    if size > Self.inlineCapacity { _ = unsafe HostMemory(owning: largeBytes.pointee, size) }
  }
}
