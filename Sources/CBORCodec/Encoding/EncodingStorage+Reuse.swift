internal import Synchronization

// The storage of one message serves for the next: its buffer and its lists have the size that messages of this program
// need. One is kept between calls, by whichever thread is done first. It is kept only if nothing else has it: an
// encoder or a container that outlived its call would write into another's message, and one that is nested would report
// its errors there.
extension EncodingStorage {
  /// The bits of the storage that is kept, or 0.
  private static let kept = Atomic<UInt>(0)

  /// The most bytes of a buffer that is kept.
  private static let largestKept = 64 * 1024
  /// The most that a list that is kept has room for.
  private static let mostKept = 4096

  /// A storage without anything in it.
  static func take(_ options: CBOREncoder.Options) -> EncodingStorage {
    let bits = kept.exchange(0, ordering: .acquiring)
    guard let pointer = unsafe UnsafeRawPointer(bitPattern: bits) else { return EncodingStorage(options: options) }
    let storage = unsafe Unmanaged<EncodingStorage>.fromOpaque(pointer).takeRetainedValue()
    storage.session.options = options
    return storage
  }

  /// Keeps a storage that has been used, if it is worth it and nothing else has it.
  static func keep(_ storage: consuming EncodingStorage) {
    guard isKnownUniquelyReferenced(&storage), storage.session.nested == 0,
      !storage.output.isLent, storage.output.capacity <= largestKept,
      max(storage.frames.capacity, storage.entries.capacity) <= mostKept
    else { return }
    storage.clear()
    let bits = UInt(bitPattern: unsafe Unmanaged.passRetained(storage).toOpaque())
    if !kept.compareExchange(expected: 0, desired: bits, ordering: .releasing).exchanged {
      unsafe Unmanaged<EncodingStorage>.fromOpaque(UnsafeRawPointer(bitPattern: bits)!).release()
    }
  }
}
