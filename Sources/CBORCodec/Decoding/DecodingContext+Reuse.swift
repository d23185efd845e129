internal import Synchronization

// What it takes to decode a message serves for the next one, since its lists have the size that messages of this
// program need. One is kept between calls, by whichever thread is done first. It is kept only if nothing else has it: a
// decoder or a container that outlived its call would read from another's message.
extension DecodingContext {
  /// The bits of the context that is kept, or 0.
  private static let kept = Atomic<UInt>(0)

  /// The most that a list that is kept has room for: what one large message needed is not held indefinitely.
  private static let mostKept = 4096

  /// A context without a message.
  static func take() -> DecodingContext {
    guard let pointer = unsafe UnsafeRawPointer(bitPattern: kept.exchange(0, ordering: .acquiring)) else {
      return DecodingContext()
    }
    return unsafe Unmanaged<DecodingContext>.fromOpaque(pointer).takeRetainedValue()
  }

  /// Keeps a context whose message is finished, unless it is large, or in use.
  static func keep(_ context: consuming DecodingContext) {
    guard isKnownUniquelyReferenced(&context), context.message.isKeepable(mostKept) else { return }
    context.clear()
    let bits = UInt(bitPattern: unsafe Unmanaged.passRetained(context).toOpaque())
    if !kept.compareExchange(expected: 0, desired: bits, ordering: .releasing).exchanged {
      unsafe Unmanaged<DecodingContext>.fromOpaque(UnsafeRawPointer(bitPattern: bits)!).release()
    }
  }
}
