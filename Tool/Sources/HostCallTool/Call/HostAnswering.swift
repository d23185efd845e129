// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Answers the calls that a core makes.
package protocol HostAnswering: Sendable {
  /// The names of the calls that have answers, which are registered even if the core has not described them.
  var names: [String] { get }

  /// Checks that each answer is one of its call, as far as the core has described that.
  func check(_ calls: [String: CoreCall]) throws(CommandError)

  /// Returns whether a call that the core has not described is answered as a stream.
  func isStream(_ name: String) -> Bool

  /// Answers a call, at once or later on another thread.
  func answer(_ call: CoreCall, to request: [UInt8], _ complete: @escaping @Sendable (HostAnswer) -> Void)
}
