// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A stream that is being opened: what its ``StreamState`` is prepared with, once the call has its ID and slot.
///
/// Used by the task that opens the stream.
package final class StreamOpening: CallWaiter, @unchecked Sendable {
  private let buffer: Int
  private let silence: Duration?
  /// The stream; `nil` until it is attached, from when on it is freed with the slot of its call.
  private(set) var stream: StreamState?

  /// - Parameters:
  ///   - buffer: The number of items that the host may send in advance, at least 1.
  ///   - silence: How long the host may send nothing while it has credit; `nil` for no limit.
  init(buffer: Int, silence: Duration?) {
    self.buffer = buffer
    self.silence = silence
    super.init(isStream: true)
  }

  /// Nothing arrives here: calls that have the stream arrive there.
  override func arrive() -> Bool { false }

  /// Makes a call a stream, before its `invoke`.
  func attach(to call: CallReference, in table: PendingTable) {
    let stream = table.streams.take(buffer: buffer, silence: silence)
    table.attach(stream, to: call)
    self.stream = stream
  }
}
