// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What C passes on of a stream of the core.
final class StreamSink: Sendable {
  let item: @Sendable ([UInt8]) -> Void
  let end: @Sendable (_ outcome: Int32, _ payload: [UInt8]) -> Void

  init(item: @escaping @Sendable ([UInt8]) -> Void, end: @escaping @Sendable (Int32, [UInt8]) -> Void) {
    self.item = item
    self.end = end
  }
}
