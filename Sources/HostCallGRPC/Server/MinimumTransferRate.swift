// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import NIOCore

/// The minimum rate at which a peer must send a request or receive a response.
///
/// A transfer that takes longer than one window of time may continue only while its connection carries at least 8 KiB
/// a second in every window. The rate is that of the connection because its streams share it: a request may wait for
/// others that make progress, and may be slow on a slow network. The server does not wait for a peer that stops
/// sending a request, or sends it in tiny pieces.
struct MinimumTransferRate: Sendable {
  /// The length of a window.
  let window: TimeAmount

  /// The bytes that a connection must carry in a window.
  var bytes: Int { Int(Double(window.nanoseconds) / 1e9 * 8192) }
}
#endif
