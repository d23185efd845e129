// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// A stream that a transport has opened, in bytes.
///
/// The transport lets the other side send only as many items as the reader asked for in advance, so nothing grows while
/// the reader does not read. Dropping the stream, or cancelling the task that reads, gives it up.
///
/// Thread safety: used by one task at a time.
public protocol TransportStream: AnyObject {
  /// The number of the call on its bridge, for messages; 0 if it has none.
  var callID: UInt64 { get }

  /// Waits for the next item and returns the result of `body`.
  ///
  /// - Parameter body: Receives the item, which is valid until it returns.
  /// - Returns: `nil` if the stream has ended with success, and after any end.
  /// - Throws: Once, how the stream ended, after the items that were sent before; the error of `body`.
  func next<Result>(_ body: (RawSpan) throws(BridgeError) -> Result) async throws(BridgeError) -> Result?
}

extension StreamReader: TransportStream {}
