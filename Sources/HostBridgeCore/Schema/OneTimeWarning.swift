// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A warning that is given once.
///
/// Thread safety: safe from any thread.
final class OneTimeWarning: Sendable {
  private let claimed = Atomic<Bool>(false)

  /// A Boolean value that indicates whether the warning has been given.
  var isClaimed: Bool { claimed.load(ordering: .relaxed) }

  /// Returns whether the caller is the first, and so has to give the warning.
  func claim() -> Bool { !claimed.exchange(true, ordering: .relaxed) }
}
