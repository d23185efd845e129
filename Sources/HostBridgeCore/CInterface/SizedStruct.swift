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
  ///
  /// - Parameter first: The size of that version in bytes; `nil` if it is the current one.
  /// - Returns: The size of the host's struct.
  @discardableResult
  static func checkSize<Value>(
    _ start: UnsafePointer<Value>?, _ what: String, first: Int? = nil
  ) throws(StatusError) -> UInt {
    guard let start = unsafe UnsafeRawPointer(start) else {
      throw StatusError(.invalidArgument, .pointerIsNull, text: what)
    }
    let size = unsafe start.loadUnaligned(as: Int.self)
    // As an `Int`, a `size_t` above `Int.max` is negative.
    let first = first ?? MemoryLayout<Value>.size
    guard UInt(bitPattern: size) >= UInt(first) else {
      throw StatusError(
        .abiMismatch, .structIsTooSmall, first: UInt64(UInt(bitPattern: size)), second: UInt64(first), text: what)
    }
    return UInt(bitPattern: size)
  }

  /// Returns a copy of the struct.
  static func read<Value: BitwiseCopyable>(
    _ start: UnsafePointer<Value>?, _ what: String
  ) throws(StatusError) -> Value {
    try unsafe checkSize(start, what)
    return unsafe UnsafeRawPointer(start!).loadUnaligned(as: Value.self)  // checked above
  }

  /// Returns a copy of a struct that has an earlier version.
  ///
  /// - Parameters:
  ///   - earlier: The size of that version in bytes.
  ///   - empty: The values of the fields that it lacks.
  static func read<Value: BitwiseCopyable>(
    _ start: UnsafePointer<Value>?, _ what: String, earlier: Int, over empty: Value
  ) throws(StatusError) -> Value {
    guard let raw = unsafe UnsafeRawPointer(start), unsafe raw.loadUnaligned(as: Int.self) == earlier else {
      return try unsafe read(start, what)
    }
    var value = empty
    unsafe withUnsafeMutableBytes(of: &value) {
      unsafe $0.copyMemory(from: UnsafeRawBufferPointer(start: raw, count: earlier))
    }
    return value
  }

  /// Writes the latest version of `value` that fits over the struct, and that version's size into the size field.
  ///
  /// - Parameters:
  ///   - size: The size of the host's struct in bytes, at least `first`.
  ///   - first: The size of the first version in bytes; the current one is the second.
  static func write<Value: BitwiseCopyable>(
    _ value: Value, to start: UnsafeMutablePointer<Value>?, size: UInt = .max, first: Int = 0
  ) {
    guard let start = UnsafeMutableRawPointer(start) else { return }
    let written = size < UInt(MemoryLayout<Value>.size) ? first : MemoryLayout<Value>.size
    unsafe withUnsafeBytes(of: value) { bytes in
      if let source = bytes.baseAddress { unsafe start.copyMemory(from: source, byteCount: written) }
    }
    unsafe start.storeBytes(of: written, as: Int.self)
  }
}
