// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
/// The limits that are given to gRPC, and the ranges of settings.
enum GRPCLimits {
  /// The maximum time that is distinguished from no limit: ten years.
  ///
  /// gRPC's eight digits of hours reach eleven thousand years, which is more than clocks can count.
  static let maximumTime = Duration.seconds(315_360_000)

  /// How long connections without calls may take to close, and calls to end after they have been given up.
  static let closeTimeout = Duration.seconds(1)

  /// Returns the limit to give to gRPC for messages of up to `size` bytes.
  ///
  /// gRPC refuses a message over its limit without a status. Its limit is therefore about twice `size`, so that a
  /// message slightly over `size` arrives, and is refused with an error that says so.
  static func beyond(_ size: Int) -> Int {
    // NIO counts received bytes in 32 bits, and receives more than the message.
    min(2 * Self.size(size) + 1024, Int(UInt32.max) - (1 << 24) - 5)
  }

  /// Returns the valid limit on a message's bytes that is nearest to `size`.
  static func size(_ size: Int) -> Int { min(max(0, size), 1 << 31) }

  /// Returns the time nearest to `time` that is at least `shortest` and at most ``maximumTime``.
  static func time(_ time: Duration, from shortest: Duration = .zero) -> Duration {
    min(max(shortest, time), maximumTime)
  }
}
#endif
