// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What is measured of a call or a stream.
struct CallMeasurements: Sendable {
  /// The size of the encoded request in bytes; `nil` if it was not encoded.
  var request: Int?
  /// The size in bytes of the response or the failure, or of all elements of a stream; `nil` if there is none.
  var response: Int?
  /// The number of the call on its bridge; `nil` if it has none.
  var callID: UInt64?
  /// How often the transport has made the call.
  var attempts = 1
}
