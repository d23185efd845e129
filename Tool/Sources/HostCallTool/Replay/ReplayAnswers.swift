// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Answers the calls that a core makes while recorded calls are made to it again.
package protocol ReplayAnswers: HostAnswering {
  /// Prepares the answers for the recorded call with the given index.
  func begin(_ index: Int)

  /// Returns what was remarkable about the core's calls since `begin`.
  func end() -> ReplayedHostCalls
}
