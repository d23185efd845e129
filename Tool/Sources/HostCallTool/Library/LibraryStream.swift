// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall

/// The reader of a stream that a library exposes, opened by `hostcall_call_stream`.
///
/// Dropping it gives the stream up.
final class LibraryStream: TransportStream {
  private let items: LibraryItems
  private var front: ArraySlice<[UInt8]> = []
  private var hasEnded = false

  init(_ items: LibraryItems) {
    self.items = items
  }

  deinit { if !hasEnded { items.giveUp() } }

  var callID: UInt64 { items.callID }

  func next<Result>(_ body: (RawSpan) throws(BridgeError) -> Result) async throws(BridgeError) -> Result? {
    if hasEnded { return nil }
    if front.isEmpty {
      do throws(BridgeError) {
        front = try await items.take()
      } catch {
        items.giveUp()
        hasEnded = true
        throw error
      }
    }
    guard let item = front.popFirst() else {
      hasEnded = true
      return nil
    }
    items.grant(1)
    return try body(unsafe item.span.bytes)
  }
}
