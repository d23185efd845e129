// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CMeter
import FuzzProperties

/// Called by libFuzzer once, before the first input.
@c(LLVMFuzzerInitialize)
public func initialize(_ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutableRawPointer) -> CInt {
  meter_install()
  return 0
}

/// Called by libFuzzer for each input: bytes that may be CBOR, and are also the script that generates a value.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  meter_begin()
  do {
    // Decoding all types would take most of the time, although many inputs differ by one bit.
    try MessageProperties.check(bytes, typesOneOf: 5)
  } catch {
    fatalError(error.description)
  }
  let (peak, bound) = (meter_peak(), 65_536 + 256 * size)
  guard peak <= bound else { fatalError("\(peak) bytes allocated for an input of \(size), more than \(bound)") }
  do {
    _ = try ValueProperties.check(bytes)
  } catch {
    fatalError(error.description)
  }
  return 0
}
