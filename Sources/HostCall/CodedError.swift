// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostBridgeCore

/// A ``HostCallError`` with any type of failure, or a ``BridgeError``.
protocol CodedError: Error, CustomStringConvertible {
  var code: HostCallCode { get }
  var message: String { get }
  /// A Boolean value that indicates whether a bridge or client threw this error, as opposed to code that created it.
  var isOfCall: Bool { get }
}

extension HostCallError: CodedError {}

extension BridgeError: CodedError {
  var isOfCall: Bool { wireName != nil || callID != nil || failure != nil }
}

extension BridgeError {
  /// The error in one line, with the content of its failure.
  package var summary: String { PayloadCodec.summary(of: self) }
}
