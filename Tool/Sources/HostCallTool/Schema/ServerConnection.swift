// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCall

/// A connection to a server.
struct ServerConnection: Sendable {
  let transport: any HostCallTransport
  /// The descriptor in CBOR; `nil` if the server does not describe its calls.
  let descriptor: [UInt8]?
  let close: @Sendable () async -> Void
}
