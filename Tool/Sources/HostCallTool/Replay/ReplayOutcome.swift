// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The outcome of replaying a recorded call.
package enum ReplayOutcome: Sendable, Hashable {
  /// The answer is the recorded one.
  case same
  /// The answer is another one, for the given reason.
  case differs(String)
  /// The other side offers no call of the name.
  case notOffered
  /// The call was not made, for the given reason.
  case skipped(String)
  /// The recording of the call is malformed, as described.
  case malformed(String)
}
