// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// Returns the error of a call that should fail; `nil` if it does not.
func failure<Failure, Response>(
  of call: () async throws(HostCallError<Failure>) -> Response
) async -> HostCallError<Failure>? {
  do {
    _ = try await call()
    return nil
  } catch {
    return error
  }
}
