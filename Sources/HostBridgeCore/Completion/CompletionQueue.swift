/// The calls whose callers are to be resumed, and other suspended tasks: any thread puts in, a bridge's ``TaskThread``
/// takes out, first in first out.
///
/// A call is put in as its slot, so an answer needs no memory here.
typealias CompletionQueue = IntrusiveQueue<CompletionEntry>

/// A suspended task in a ``CompletionQueue``.
struct CompletionEntry: IntrusiveEntry {
  private static var suspensionBit: UInt { 1 }

  let bits: UInt

  init(bits: UInt) {
    self.bits = bits
  }

  /// The caller of a call, whose slot stays its own until it is resumed.
  init(_ slot: CallSlot) {
    bits = slot.address
  }

  /// A task that waits for something else; `suspension` is kept until ``takeWaiter()``.
  init(retaining suspension: Suspension) {
    bits = UInt(bitPattern: unsafe Unmanaged.passRetained(suspension).toOpaque()) | Self.suspensionBit
  }

  private var slot: CallSlot? { bits & Self.suspensionBit == 0 ? CallSlot(address: bits) : nil }

  private var suspension: Unmanaged<Suspension> {
    // Created from an object, so not 0.
    unsafe Unmanaged.fromOpaque(UnsafeRawPointer(bitPattern: bits & ~Self.suspensionBit)!)
  }

  var link: UInt {
    get { unsafe slot?.resumeLink ?? suspension._withUnsafeGuaranteedRef { $0.link } }
    nonmutating set {
      if let slot {
        slot.resumeLink = newValue
      } else {
        unsafe suspension._withUnsafeGuaranteedRef { $0.link = newValue }
      }
    }
  }

  /// The task to resume, once.
  ///
  /// When it is resumed, the entry is gone.
  func takeWaiter() -> Waiter? {
    if let slot { return slot.waiter }
    return unsafe suspension.takeRetainedValue().waiter
  }
}
