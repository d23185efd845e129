internal import Synchronization

/// What waits for the bridge's loop: many threads put in, one takes out, first in first out.
///
/// A call that is to be looked at is put in by its slot, which is the queue's node itself, so an answer needs no memory
/// here. All else is a job with a node of its own.
///
/// The queue is a stack of nodes. A push links the node to the one that was on top; the consumer takes the whole stack
/// with one exchange and turns it round. The loop has to be woken only when the stack was empty before: one that is
/// not means that the loop is awake already, or has been woken.
// Nodes belong to whoever took them off `top`.
@safe package final class CompletionQueue<Job: Sendable>: @unchecked Sendable {
  /// What the consumer finds.
  enum Entry {
    case call(CallSlot)
    case job(Job)
  }

  private final class Node {
    let job: Job
    var link: UInt = 0

    init(_ job: Job) {
      self.job = job
    }
  }

  /// Set in the address of a node that is a job's; slots and objects are aligned to more.
  private static var jobBit: UInt { 1 }

  private let top = Atomic<UInt>(0)

  package init() {}

  deinit {
    drain { _ in }
  }

  package var isEmpty: Bool { top.load(ordering: .sequentiallyConsistent) == 0 }

  /// Appends `job`; true if the queue was empty before, so that its consumer has to be woken.
  package func push(_ job: Job) -> Bool {
    let node = Node(job)
    let address = UInt(bitPattern: unsafe Unmanaged.passRetained(node).toOpaque())
    return push(address | Self.jobBit) { node.link = $0 }
  }

  /// Appends a call, which must not be in the queue; true as for a job.
  func push(_ slot: CallSlot) -> Bool {
    push(slot.address) { slot.link = $0 }
  }

  private func push(_ address: UInt, link: (UInt) -> Void) -> Bool {
    var below = top.load(ordering: .relaxed)
    while true {
      link(below)
      let (isDone, found) = top.weakCompareExchange(
        expected: below, desired: address, successOrdering: .sequentiallyConsistent, failureOrdering: .relaxed)
      if isDone { return below == 0 }
      below = found
    }
  }

  /// Takes out all that is queued now and gives it to `body` in order.
  ///
  /// What `body` queues in turn waits for the next time.
  ///
  /// - Returns: How many entries there were.
  @discardableResult
  func drain(_ body: (Entry) -> Void) -> Int {
    if isEmpty { return 0 }
    var address = turnRound(top.exchange(0, ordering: .sequentiallyConsistent))
    var count = 0
    while address != 0 {
      count += 1
      if address & Self.jobBit != 0 {
        let node = unsafe Self.node(address).takeRetainedValue()
        address = node.link
        body(.job(node.job))
      } else if let slot = CallSlot(address: address) {
        // Before the call is looked at, since its slot may be another's afterwards.
        address = slot.link
        body(.call(slot))
      }
    }
    return count
  }

  /// Makes the last of a stack the first.
  private func turnRound(_ top: UInt) -> UInt {
    var (rest, turned) = (top, UInt(0))
    while rest != 0 {
      let address = rest
      if address & Self.jobBit != 0 {
        unsafe Self.node(address)._withUnsafeGuaranteedRef { node in
          (rest, node.link) = (node.link, turned)
        }
      } else if let slot = CallSlot(address: address) {
        (rest, slot.link) = (slot.link, turned)
      }
      turned = address
    }
    return turned
  }

  private static func node(_ address: UInt) -> Unmanaged<Node> {
    // Not 0: the bit is set in the address of an object.
    unsafe Unmanaged<Node>.fromOpaque(UnsafeRawPointer(bitPattern: address & ~jobBit)!)
  }
}
