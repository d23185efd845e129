// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

/// Asks the host for the time.
///
/// Request and response are plain data: four bytes, and the eight bytes of a `Double`.
public struct ReadClock: HostCallable, PlainData {
  /// The time in seconds.
  public typealias Response = Double

  /// The call may be repeated, since it changes nothing.
  public static var isIdempotent: Bool { true }

  /// The number of the host's clock.
  public var clock: UInt32

  /// Creates a request for the time of a clock.
  public init(clock: UInt32 = 0) {
    self.clock = clock
  }
}
