// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The sizes in bytes of what a call has encoded and received; `nil` for what it has not.
struct PayloadSizes: Sendable {
  var request: Int?
  /// The size of the response or the failure, or of all elements of a stream.
  var response: Int?
  /// How often the transport has made the call.
  var attempts = 1
}
