// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A transport whose calls are answered by a function.
struct AnsweringTransport: HostCallTransport {
  let carriesRawBytes = true
  let answer: @Sendable (TransportCall) throws(BridgeError) -> [UInt8]

  func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] { try answer(call) }

  func fingerprint(of wireName: String) async -> UInt64? { nil }
}
