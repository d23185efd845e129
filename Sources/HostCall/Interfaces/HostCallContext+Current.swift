// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension HostCallContext {
  /// The context of the call that the current task answers for an interface; `nil` elsewhere.
  ///
  ///     func fetchProfile(userID: UInt64) async throws(HostCallError<ProfileFailure>) -> Profile {
  ///       let remaining = HostCallContext.current?.remaining
  ///       return try await database.profile(userID, within: remaining)
  ///     }
  ///
  /// The value is task-local: child tasks inherit it.
  @TaskLocal public static var current: HostCallContext?
}
