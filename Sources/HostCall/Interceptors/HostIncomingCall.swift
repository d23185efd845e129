// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A call or a stream on its way through the interceptors of its handler.
///
/// Thread safety: a value.
public struct HostIncomingCall<C: HostRequest>: Sendable {
  /// The request.
  public var request: C
  /// The context of the call, with its name, metadata and bridge.
  public let context: HostCallContext
  /// The size of the encoded request in bytes.
  public let requestSize: Int
}
