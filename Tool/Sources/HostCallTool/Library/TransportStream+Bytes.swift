// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall

extension TransportStream {
  /// Waits for the next item, and returns its bytes; `nil` after the end.
  func nextBytes() async throws(BridgeError) -> [UInt8]? {
    try await next { item in unsafe item.withUnsafeBytes { unsafe Array($0) } }
  }
}
