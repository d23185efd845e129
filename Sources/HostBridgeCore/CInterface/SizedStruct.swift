// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CHostBridge

/// Accessors for the structs of hostcall.h that begin with their size, as the host compiled them.
///
/// A host may have been compiled against an older header, with a shorter struct, or a newer one, with a longer struct.
/// Missing fields count as zero, and bytes beyond the known fields are left alone. Pointers from hosts may have any
/// alignment.
enum SizedStruct {
  /// Checks that the struct exists and is not smaller than its first version.
  static func checkSize<Value>(_ start: UnsafePointer<Value>?, _ what: String) throws(StatusError) {
    guard let start = unsafe UnsafeRawPointer(start) else {
      throw StatusError(.invalidArgument, .pointerIsNull, text: what)
    }
    let size = unsafe start.loadUnaligned(as: Int.self)
    // The current version is the first so far. As an `Int`, a `size_t` above `Int.max` is negative.
    let first = MemoryLayout<Value>.size
    guard UInt(bitPattern: size) >= UInt(first) else {
      throw StatusError(
        .abiMismatch, .structIsTooSmall, first: UInt64(UInt(bitPattern: size)), second: UInt64(first), text: what)
    }
  }

  /// Returns a copy of the struct.
  static func read<Value: BitwiseCopyable>(
    _ start: UnsafePointer<Value>?, _ what: String
  ) throws(StatusError) -> Value {
    try unsafe checkSize(start, what)
    return unsafe UnsafeRawPointer(start!).loadUnaligned(as: Value.self)  // checked above
  }

  /// Writes `value` over the struct, and its size in bytes into the size field.
  static func write<Value: BitwiseCopyable>(_ value: Value, to start: UnsafeMutablePointer<Value>?) {
    guard let start = UnsafeMutableRawPointer(start) else { return }
    unsafe start.storeBytes(of: value, as: Value.self)
    unsafe start.storeBytes(of: MemoryLayout<Value>.size, as: Int.self)
  }
}
