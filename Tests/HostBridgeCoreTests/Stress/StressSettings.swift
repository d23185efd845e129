// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How long the stress tests run: a few seconds each, or as long as `make stress SECONDS=60` says.
enum StressSettings {
  private static let givenSeconds =
    ProcessInfo.processInfo.environment["HOSTCALL_STRESS_SECONDS"].flatMap { Double($0) }

  /// The duration of a test in seconds.
  static let seconds = givenSeconds ?? 5

  /// The duration in seconds of a test on one thread, which needs less time.
  static let secondsOnOneThread = givenSeconds ?? 1

  /// The number of calls, items or events that a test makes at least: on a machine that is busy with other tests, few
  /// are made in the given duration, and the test goes on until there are as many, or its suite's time limit has
  /// passed.
  static let leastOperations = 10_000
}
