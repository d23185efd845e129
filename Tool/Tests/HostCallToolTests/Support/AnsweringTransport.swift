// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A transport whose calls are answered by a function, and whose streams have given items.
struct AnsweringTransport: HostCallTransport {
  let carriesRawBytes = true
  var items: [[UInt8]] = []
  var error: BridgeError?
  var answer: @Sendable (TransportCall) throws(BridgeError) -> [UInt8] = { _ in [] }

  func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] { try answer(call) }

  func stream(
    _ call: TransportCall, buffer: Int, silence: Duration?
  ) async throws(BridgeError) -> any TransportStream { ListedStream(items, error) }

  func fingerprint(of wireName: String) async -> UInt64? { nil }
}
