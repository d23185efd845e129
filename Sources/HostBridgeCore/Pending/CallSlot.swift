internal import Synchronization

/// One place of a ``SlotRing``: everything that is known of the call that has it now.
///
///     offset   0  word           ID and state of the call, 0 while the place is free
///              8  urgency        how far before `Int64.max` the deadline is, so that 0 is none
///             16  handler        the bits of the HostHandler that is in use, or 0
///             24  link           the next entry of the completion queue
///             32  encodings      of the request and the response
///             36  outcome        of the answer
///             40  answer size    in bytes
///             48  counters       seven, of all calls that had this place
///            104  waiter         whom to resume
///            128  answer         up to 64 bytes of it; of a larger one the array
///
/// Who may touch what is decided by the word, which changes by compare-and-swap only. The caller owns the place from
/// taking it to leaving it; it writes `handler`, the encodings, the waiter and the counters. Whoever claimed the answer
/// writes outcome, size and answer, before the word says that they are there. The rest is atomic, and may be read by
/// anybody who looks at the word before and after.
@safe struct CallSlot: @unchecked Sendable {  // each field is atomic, or owned by whom the word says
  /// The part that is read without owning the place.
  ///
  /// All of it is 0 in fresh memory.
  struct Header: ~Copyable {
    let word = Atomic<UInt64>(0)
    let urgency = Atomic<Int64>(0)
    let handler = Atomic<UInt>(0)
    let link = Atomic<UInt>(0)
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
  }

  /// From one slot to the next, in bytes: three lines of a processor's cache.
  static let stride = 192
  /// The most bytes of an answer that need no memory of their own.
  static let inlineCapacity = 64
  private static let waiterOffset = 104
  private static let answerOffset = 128

  private let memory: UnsafeMutableRawPointer

  init(_ memory: UnsafeMutableRawPointer) {
    unsafe self.memory = memory
  }

  /// The address, which says which slot it is.
  ///
  /// The lowest bits are 0.
  var address: UInt { unsafe UInt(bitPattern: memory) }

  /// The slot that has `address`.
  init?(address: UInt) {
    guard let memory = unsafe UnsafeMutableRawPointer(bitPattern: address) else { return nil }
    unsafe self.memory = memory
  }

  var header: UnsafeMutablePointer<Header> { unsafe memory.assumingMemoryBound(to: Header.self) }

  // MARK: The word

  /// ID and state of the call that has the slot; nil while it is free.
  func load(_ id: UInt64? = nil) -> (id: UInt64, state: CallStateMachine)? {
    let word = unsafe header.pointee.word.load(ordering: .sequentiallyConsistent)
    guard word != 0, id == nil || word >> 8 == id else { return nil }
    return (word >> 8, CallStateMachine(bits: UInt8(truncatingIfNeeded: word)))
  }

  /// Takes the slot for the call `id`; false if another has it.
  func take(_ id: UInt64) -> Bool {
    let fresh = id << 8 | UInt64(CallStateMachine().bits)
    return unsafe header.pointee.word.compareExchange(
      expected: 0, desired: fresh, ordering: .sequentiallyConsistent
    ).exchanged
  }

  /// The caller leaves the call `id`.
  ///
  /// For an answered one that nobody else will look at, without a compare-and-swap.
  func leave(_ id: UInt64) -> CallStateMachine.LeaveAction {
    // An answered call changes no more but by its caller.
    if let (_, state) = load(id), state.ending == .answered {
      var state = state
      return state.leave()
    }
    return change(id) { $0.leave() } ?? .forget
  }

  /// Gives the slot of a call back that everybody is done with.
  func free() {
    handler = nil
    deadline = .never
    unsafe header.pointee.word.store(0, ordering: .releasing)
  }

  /// Changes the state of the call `id` by `event`, and returns what that returns; nil if the slot is not that call's.
  ///
  /// - Parameter event: May run more than once.
  func change<Result>(_ id: UInt64, _ event: (inout CallStateMachine) -> Result) -> Result? {
    var word = unsafe header.pointee.word.load(ordering: .acquiring)
    while true {
      guard word != 0, word >> 8 == id else { return nil }
      let before = UInt8(truncatingIfNeeded: word)
      var state = CallStateMachine(bits: before)
      let result = event(&state)
      if state.bits == before { return result }
      let (isDone, found) = unsafe header.pointee.word.weakCompareExchange(
        expected: word, desired: id << 8 | UInt64(state.bits), ordering: .sequentiallyConsistent)
      if isDone { return result }
      word = found
    }
  }

  // MARK: The caller's

  var deadline: Deadline {
    get { Deadline(nanoseconds: unsafe .max - header.pointee.urgency.load(ordering: .relaxed)) }
    nonmutating set { unsafe header.pointee.urgency.store(.max - max(newValue.nanoseconds, 0), ordering: .relaxed) }
  }

  /// How the request is encoded, and how the response has to be.
  var encodings: (request: PayloadEncoding, response: PayloadEncoding) {
    get {
      let bits = unsafe header.pointee.encodings.load(ordering: .relaxed)
      return (bits & 1 == 0 ? .raw : .cbor, bits & 2 == 0 ? .raw : .cbor)
    }
    nonmutating set {
      let bits = newValue.request.rawValue | newValue.response.rawValue << 1
      unsafe header.pointee.encodings.store(bits, ordering: .relaxed)
    }
  }

  /// The handler that the call uses, from before it invokes it until the loop or the caller is done with the host.
  var handler: HandlerReference? {
    get { HandlerReference(bits: unsafe header.pointee.handler.load(ordering: .acquiring)) }
    nonmutating set { unsafe header.pointee.handler.store(newValue?.bits ?? 0, ordering: .releasing) }
  }

  func setWaiter(_ waiter: Waiter) {
    unsafe (memory + Self.waiterOffset).initializeMemory(as: Waiter.self, to: waiter)
  }

  func takeWaiter() -> Waiter {
    unsafe (memory + Self.waiterOffset).assumingMemoryBound(to: Waiter.self).move()
  }

  /// The next entry of the completion queue; belongs to who has the slot in hand there.
  var link: UInt {
    get { unsafe header.pointee.link.load(ordering: .relaxed) }
    nonmutating set { unsafe header.pointee.link.store(newValue, ordering: .relaxed) }
  }

  // MARK: The answer

  /// Where the bytes of an answer go that is small enough to lie in the slot.
  private var inlineBytes: UnsafeMutableRawPointer { unsafe memory + Self.answerOffset }

  private var largeBytes: UnsafeMutablePointer<[UInt8]> {
    unsafe (memory + Self.answerOffset).assumingMemoryBound(to: [UInt8].self)
  }

  /// Copies an answer into the slot.
  ///
  /// Only for who has claimed it.
  func setAnswer(_ outcome: Outcome, _ bytes: UnsafeRawBufferPointer) {
    if bytes.count <= Self.inlineCapacity {
      if let start = bytes.baseAddress { unsafe inlineBytes.copyMemory(from: start, byteCount: bytes.count) }
    } else {
      unsafe largeBytes.initialize(to: Array(bytes))
    }
    noteAnswer(outcome, bytes.count)
  }

  /// As ``setAnswer(_:_:)``, for bytes that need no copy.
  func setAnswer(_ outcome: Outcome, owned bytes: [UInt8]) {
    guard bytes.count > Self.inlineCapacity else {
      return unsafe bytes.withUnsafeBytes { bytes in unsafe setAnswer(outcome, bytes) }
    }
    unsafe largeBytes.initialize(to: bytes)
    noteAnswer(outcome, bytes.count)
  }

  /// Instead of an answer that is too large to be copied, its size.
  func setTooLarge(_ size: UInt) {
    unsafe withUnsafeBytes(of: size) { bytes in unsafe setAnswer(.tooLarge, bytes) }
  }

  private func noteAnswer(_ outcome: Outcome, _ size: Int) {
    unsafe header.pointee.outcome.store(outcome.rawValue, ordering: .relaxed)
    unsafe header.pointee.answerSize.store(size, ordering: .relaxed)
  }

  /// What the answer says.
  var outcome: Outcome { Outcome(rawValue: unsafe header.pointee.outcome.load(ordering: .relaxed)) }

  /// How many bytes it has.
  var answerSize: Int { unsafe header.pointee.answerSize.load(ordering: .relaxed) }

  /// Gives `body` the bytes of the answer where they lie.
  ///
  /// Only for the caller, once, and instead of ``takeAnswer()``.
  func withAnswer<Result>(_ body: (RawSpan) throws(BridgeError) -> Result) throws(BridgeError) -> Result {
    let size = answerSize
    guard size <= Self.inlineCapacity else { return try unsafe body(takeAnswer().span.bytes) }
    return try body(unsafe RawSpan(_unsafeStart: inlineBytes, byteCount: size))
  }

  /// Takes the bytes of the answer out.
  ///
  /// Only for the caller, once.
  func takeAnswer() -> [UInt8] {
    let size = answerSize
    guard size <= Self.inlineCapacity else { return unsafe largeBytes.move() }
    return unsafe Array(UnsafeRawBufferPointer(start: inlineBytes, count: size))
  }
}
