// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What a host states about its call to the core, besides the name and the request.
struct InboundOptions: Sendable {
  /// The time by which the call must end.
  var deadline = Deadline.never
  /// The fingerprint of the schema that the host was compiled for; `nil` to omit the check.
  var fingerprint: UInt64?
  var metadata = HostCallMetadata()
  /// How long a stream may send nothing while it has credit; `nil` for no limit.
  var silence: Duration?
}
