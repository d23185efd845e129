internal import Synchronization

/// The handlers that calls found last: type of call → handler, as of an epoch of the registry.
///
/// Reading takes no lock and builds no name. An entry is four words under a sequence number that is odd while they are
/// written; who finds it odd, or changed, has found nothing. Two types that share an entry take it from each other.
///
/// What it returns may be gone already: it is good only if the registry still has the epoch after the call's slot says
/// that it uses the handler.
@safe final class HandlerCache: @unchecked Sendable {  // the memory is constant, its words are atomic
  private struct Entry: ~Copyable {
    let sequence = Atomic<UInt64>(0)
    let key = Atomic<UInt>(0)
    let handler = Atomic<UInt>(0)
    let epoch = Atomic<UInt64>(0)
  }

  private static let indexBits = 6
  private let entries: UnsafeMutablePointer<Entry>

  init() {
    unsafe entries = .allocate(capacity: 1 << Self.indexBits)
    for index in 0..<(1 << Self.indexBits) { unsafe (entries + index).initialize(to: Entry()) }
  }

  deinit {
    unsafe entries.deinitialize(count: 1 << Self.indexBits)
    unsafe entries.deallocate()
  }

  /// The handler of the calls of `type`, and the epoch in which it was registered.
  func lookUp(_ type: ObjectIdentifier) -> (handler: HandlerReference, epoch: UInt64)? {
    let key = UInt(bitPattern: type)
    let entry = unsafe entry(of: key)
    let sequence = unsafe entry.pointee.sequence.load(ordering: .acquiring)
    guard sequence & 1 == 0, unsafe entry.pointee.key.load(ordering: .acquiring) == key else { return nil }
    let bits = unsafe entry.pointee.handler.load(ordering: .acquiring)
    let epoch = unsafe entry.pointee.epoch.load(ordering: .acquiring)
    guard unsafe entry.pointee.sequence.load(ordering: .relaxed) == sequence else { return nil }
    return HandlerReference(bits: bits).map { ($0, epoch) }
  }

  /// Remembers a handler.
  ///
  /// Does nothing while another thread writes the entry.
  func store(_ handler: HandlerReference, epoch: UInt64, for type: ObjectIdentifier) {
    let key = UInt(bitPattern: type)
    let entry = unsafe entry(of: key)
    let sequence = unsafe entry.pointee.sequence.load(ordering: .relaxed)
    guard sequence & 1 == 0,
      unsafe entry.pointee.sequence.compareExchange(
        expected: sequence, desired: sequence + 1, ordering: .acquiringAndReleasing
      ).exchanged
    else { return }
    unsafe entry.pointee.key.store(key, ordering: .releasing)
    unsafe entry.pointee.handler.store(handler.bits, ordering: .releasing)
    unsafe entry.pointee.epoch.store(epoch, ordering: .releasing)
    unsafe entry.pointee.sequence.store(sequence + 2, ordering: .releasing)
  }

  private func entry(of key: UInt) -> UnsafeMutablePointer<Entry> {
    let hash = UInt64(key) &* 0x9E37_79B9_7F4A_7C15
    return unsafe entries + Int(hash >> (64 - UInt64(Self.indexBits)))
  }
}
