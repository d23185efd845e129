// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// The error of a failed attempt at a call.
struct AttemptFailure: Error {
  let error: BridgeError
  /// Whether no server has done anything of the call, and one can be expected at any moment: nothing was sent, as after
  /// a server's GOAWAY, or a server that shuts down has refused the call.
  var isTransient = false
  /// Whether a server that shuts down has refused the call, and may refuse it again for as long as its grace time.
  var isRefusal = false

  init(_ error: BridgeError, isTransient: Bool = false, isRefusal: Bool = false) {
    self.error = error
    self.isTransient = isTransient
    self.isRefusal = isRefusal
  }
}
#endif
