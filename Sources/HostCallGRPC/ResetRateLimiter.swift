// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// Limits how often the streams of a connection are reset.
///
/// Too many resets cost the connection, with all calls on it. A server closes it after more than 200 resets in half a
/// minute (NIO's HTTP/2 1.46; others have similar limits). And a client remembers only the last 32 streams that it
/// has reset: an answer that is still on its way on an earlier one is an error of the whole connection. So at most 24
/// streams are reset in five seconds, by the end of which the server should have read the resets.
struct ResetRateLimiter: Sendable {
  static let limit = 24
  /// The window of the limit.
  static let window = Duration.seconds(5)

  /// When each of the latest resets leaves the window, oldest first.
  private var ends: [Deadline] = []

  /// Counts a reset, if it is permitted.
  ///
  /// - Returns: Whether it is.
  mutating func take(at now: Deadline) -> Bool {
    if ends.count == Self.limit {
      guard let oldest = ends.first, oldest <= now else { return false }
      ends.removeFirst()
    }
    ends.append(Deadline(after: Self.window, from: now))
    return true
  }
}
#endif
