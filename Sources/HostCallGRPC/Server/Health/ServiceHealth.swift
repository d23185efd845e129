// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
/// Whether a service accepts calls, for `grpc.health.v1.Health`.
public enum ServiceHealth: Hashable, Sendable {
  /// It accepts calls.
  case serving
  /// It accepts none, so load balancers should use other servers; the server still answers the calls that it receives.
  case notServing
}
#endif
