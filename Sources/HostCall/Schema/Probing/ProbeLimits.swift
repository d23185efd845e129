// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Limits on the computation of one schema.
///
/// A type or call that exceeds a limit becomes a gap. Each limit applies to one type or to the whole call, never to the
/// path on which a type is reached, so the schema does not depend on the order in which types are probed.
enum ProbeLimits {
  /// The maximum number of requests that one pass through an `init(from:)` makes to its decoder.
  static let requests = 10_000
  /// The maximum number of keys or elements of one container.
  static let elements = 4_096
  /// The maximum depth of the nested containers that one `init(from:)` opens by itself.
  static let containers = 64
  /// The maximum number of passes through one type's `init(from:)`: one for each case of an enum, and for each value
  /// of a field that may change what the type requests.
  static let passes = 4_096
  /// The maximum number of keys whose presence one `init(from:)` checks; each costs a pass over all of them.
  static let checkedKeys = 256
  /// The maximum number of values of an enum with which a field is tried.
  static let values = 32
  /// The maximum number of types in one call.
  ///
  /// Only generic types that contain themselves with other arguments exceed it.
  static let types = 1_000
  /// The maximum number of requests of all passes for one call.
  static let allRequests = 500_000
  /// The maximum number of requests of the passes that enclose another one, which bounds the stack; types beyond it
  /// are probed separately.
  static let runningRequests = 50_000
  /// The maximum time to wait for the schema.
  ///
  /// Applies to code that does not return; all other code reaches one of the other limits long before.
  static let time = Duration.seconds(10)
  /// The stack size of the thread that computes the schema, in bytes of address space.
  static let stack = 128 << 20
}
