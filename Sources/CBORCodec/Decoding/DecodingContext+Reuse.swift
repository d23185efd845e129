// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

// The context of one message is reused for the next, since its arrays already have the capacity that this program's
// messages need. One context is kept between calls, by the first thread that finishes. It is kept only if it has no
// other references: a decoder or a container that outlived its call would read from another message.
extension DecodingContext {
  /// The address of the kept context, or 0.
  private static let kept = Atomic<UInt>(0)

  /// The maximum capacity of a kept array, so that the memory that a large message needed is not held indefinitely.
  private static let maximumArrayCapacity = 4096

  /// Returns a context without a message, reused if there is one.
  static func take() -> DecodingContext {
    guard let pointer = unsafe UnsafeRawPointer(bitPattern: kept.exchange(0, ordering: .acquiring)) else {
      return DecodingContext()
    }
    return unsafe Unmanaged<DecodingContext>.fromOpaque(pointer).takeRetainedValue()
  }

  /// Keeps a context whose message is finished, unless it is large or still referenced.
  static func keep(_ context: consuming DecodingContext) {
    guard isKnownUniquelyReferenced(&context), context.message.isKeepable(maximumArrayCapacity) else { return }
    context.clear()
    let bits = UInt(bitPattern: unsafe Unmanaged.passRetained(context).toOpaque())
    if !kept.compareExchange(expected: 0, desired: bits, ordering: .releasing).exchanged {
      unsafe Unmanaged<DecodingContext>.fromOpaque(UnsafeRawPointer(bitPattern: bits)!).release()
    }
  }
}
