// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// The error of a failed attempt at a call.
struct AttemptFailure: Error {
  let error: BridgeError
  /// Whether nothing was sent, and a connection can be expected at any moment, as after a server's GOAWAY.
  var isTransient = false

  init(_ error: BridgeError, isTransient: Bool = false) {
    self.error = error
    self.isTransient = isTransient
  }
}
#endif
