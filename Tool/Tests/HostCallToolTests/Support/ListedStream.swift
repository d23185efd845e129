// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A stream of given items, which ends with success or an error.
final class ListedStream: TransportStream {
  let callID: UInt64 = 0
  private var items: ArraySlice<[UInt8]>
  private var error: BridgeError?

  init(_ items: [[UInt8]], _ error: BridgeError? = nil) {
    (self.items, self.error) = (items[...], error)
  }

  func next<Result>(_ body: (RawSpan) throws(BridgeError) -> Result) async throws(BridgeError) -> Result? {
    if let item = items.popFirst() { return try body(unsafe item.span.bytes) }
    defer { error = nil }
    if let error { throw error }
    return nil
  }
}
