// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

// The storage of one message is reused for the next, since its buffer and arrays already have the capacity that this
// program's messages need. One storage is kept between calls, by the first thread that finishes. It is kept only if it
// has no other references: an encoder or a container that outlived its call would write into another message, and a
// nested container would report its errors there.
extension EncodingStorage {
  /// The address of the kept storage, or 0.
  private static let kept = Atomic<UInt>(0)

  /// The maximum capacity of a kept buffer, in bytes.
  private static let maximumBufferCapacity = 64 * 1024
  /// The maximum capacity of a kept array.
  private static let maximumArrayCapacity = 4096

  /// Returns an empty storage, reused if there is one.
  static func take(_ options: CBOREncoder.Options) -> EncodingStorage {
    let bits = kept.exchange(0, ordering: .acquiring)
    guard let pointer = unsafe UnsafeRawPointer(bitPattern: bits) else { return EncodingStorage(options: options) }
    let storage = unsafe Unmanaged<EncodingStorage>.fromOpaque(pointer).takeRetainedValue()
    storage.session.options = options
    return storage
  }

  /// Keeps a used storage, unless it is large or still referenced.
  static func keep(_ storage: consuming EncodingStorage) {
    guard isKnownUniquelyReferenced(&storage), storage.session.nested == 0,
      !storage.output.isBorrowed, storage.output.capacity <= maximumBufferCapacity,
      max(storage.frames.capacity, storage.entries.capacity) <= maximumArrayCapacity
    else { return }
    storage.clear()
    let bits = UInt(bitPattern: unsafe Unmanaged.passRetained(storage).toOpaque())
    if !kept.compareExchange(expected: 0, desired: bits, ordering: .releasing).exchanged {
      unsafe Unmanaged<EncodingStorage>.fromOpaque(UnsafeRawPointer(bitPattern: bits)!).release()
    }
  }
}
