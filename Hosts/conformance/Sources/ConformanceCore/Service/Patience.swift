// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Waits for conditions that tests expect soon.
enum Patience {
  /// Waits until the condition holds, for five seconds at most.
  ///
  /// - Returns: Whether it holds.
  @discardableResult
  static func wait(until condition: @Sendable () -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(5)
    while !condition() {
      if ContinuousClock.now > end { return false }
      do { try await Task.sleep(for: .milliseconds(2)) } catch { return condition() }
    }
    return true
  }
}
