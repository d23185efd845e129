// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The facts about a pending call that the host can query.
struct PendingCallInfo: Sendable {
  let encodings: CallEncodings
  let deadline: Deadline
  /// A Boolean value that indicates whether the call carries metadata or has an origin.
  let hasContext: Bool
  /// A Boolean value that indicates whether the call is a stream.
  let isStream: Bool
  /// Of a stream, the number of items that the host may send before it is given more credit; 0 for a call.
  let credit: Int
  /// Of a stream, how long its host may send nothing while it has credit; `nil` for no limit.
  let silence: Duration?
}
