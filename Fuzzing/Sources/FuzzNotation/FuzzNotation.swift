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

/// Called by libFuzzer for each input: text that may be diagnostic notation.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
  meter_begin()
  do {
    try NotationProperties.check(text)
  } catch {
    fatalError(error.description)
  }
  let (peak, bound) = (meter_peak(), 65_536 + 256 * size)
  guard peak <= bound else { fatalError("\(peak) bytes allocated for an input of \(size), more than \(bound)") }
  return 0
}
