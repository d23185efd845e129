// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// The core of ``CoreVariant/partialCore``.
struct ChangedService: ChangedLogInCore {
  func ping() async throws(HostCallError<Never>) {}
  func logIn(userID: UInt64) async throws(HostCallError<Refusal>) -> String { "Welcome back" }
}
