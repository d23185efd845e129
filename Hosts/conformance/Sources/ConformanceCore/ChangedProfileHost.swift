// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A call of ``ConformanceHost`` as a later version of the core makes it: with a further field.
@HostInterface
protocol ChangedProfileHost: Sendable {
  @HostCall(.idempotent)
  func fetchProfile(userID: UInt64, locale: String) async throws(HostCallError<Refusal>) -> Profile
}
