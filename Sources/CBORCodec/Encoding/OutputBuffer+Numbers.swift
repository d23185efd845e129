// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CCBOR

// Arrays of numbers, each in one loop that reserves the memory for all heads first.
extension OutputBuffer {
  /// Appends floats in the fewest bytes that preserve their values.
  mutating func append(elements: [Double]) {
    reserve(elements.count &* Self.headSize)
    var target = unsafe at.assumingMemoryBound(to: UInt8.self)
    for element in elements {
      // The last 29 bits of a double that fits into a shorter float are zero.
      if element.bitPattern & 0x1fff_ffff != 0, !element.isNaN {
        unsafe target += hostcall_write_cbor_double(element, target)
      } else {
        unsafe at = UnsafeMutableRawPointer(target)
        append(shortest: element)
        unsafe target = at.assumingMemoryBound(to: UInt8.self)
      }
    }
    unsafe at = UnsafeMutableRawPointer(target)
  }

  /// Appends integers of up to 64 bits in their shortest form.
  mutating func append<Integer: FixedWidthInteger>(elements: [Integer]) {
    reserve(elements.count &* Self.headSize)
    var target = unsafe at.assumingMemoryBound(to: UInt8.self)
    for element in elements {
      if element >= 0 {
        unsafe target += hostcall_write_cbor_unsigned(UInt64(truncatingIfNeeded: element), target)
      } else {
        unsafe target += hostcall_write_cbor_negative(UInt64(truncatingIfNeeded: ~element), target)
      }
    }
    unsafe at = UnsafeMutableRawPointer(target)
  }
}
