/// A FIFO queue of suspended tasks to resume: any thread appends, the bridge's ``TaskThread`` takes.
///
/// The caller of a call is queued through its slot, so an answer allocates nothing here.
typealias CompletionQueue = IntrusiveQueue<CompletionEntry>

struct CompletionEntry: IntrusiveEntry {
  private static var suspensionBit: UInt { 1 }

  let bits: UInt

  init(bits: UInt) {
    self.bits = bits
  }

  /// Creates an entry for the caller of a call, whose slot stays taken until the caller resumes.
  init(_ slot: CallSlot) {
    bits = slot.address
  }

  /// Creates an entry for a task that waits for something else; retains `suspension` until ``takeWaiter()``.
  init(retaining suspension: Suspension) {
    bits = UInt(bitPattern: unsafe Unmanaged.passRetained(suspension).toOpaque()) | Self.suspensionBit
  }

  private var slot: CallSlot? { bits & Self.suspensionBit == 0 ? CallSlot(address: bits) : nil }

  private var suspension: Unmanaged<Suspension> {
    // Created from an object, so never 0.
    unsafe Unmanaged.fromOpaque(UnsafeRawPointer(bitPattern: bits & ~Self.suspensionBit)!)
  }

  var link: UInt {
    get { unsafe slot?.completionLink ?? suspension._withUnsafeGuaranteedRef { $0.link } }
    nonmutating set {
      if let slot {
        slot.completionLink = newValue
      } else {
        unsafe suspension._withUnsafeGuaranteedRef { $0.link = newValue }
      }
    }
  }

  /// Returns the task to resume, once.
  ///
  /// The entry is invalid after the task has resumed.
  func takeWaiter() -> Waiter? {
    if let slot { return slot.waiter }
    return unsafe suspension.takeRetainedValue().waiter
  }
}
