internal import CCBOR

// Arrays of numbers, in one loop: there is room for all heads before the first is written.
extension OutputBuffer {
  /// Floats in the fewest bytes that keep their values.
  mutating func append(elements: [Double]) {
    reserve(elements.count &* Self.headSize)
    var target = unsafe at.assumingMemoryBound(to: UInt8.self)
    for element in elements {
      // A shorter float has at least 29 fewer bits.
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

  /// Integers of up to 64 bits in their shortest form.
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
