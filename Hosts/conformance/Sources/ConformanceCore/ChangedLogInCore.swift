// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// What a later version of the core offers: `ping`, and a `log_in` with another response.
@HostInterface
protocol ChangedLogInCore: Sendable {
  func ping() async throws(HostCallError<Never>)
  func logIn(userID: UInt64) async throws(HostCallError<Refusal>) -> String
}
