// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The status that a C function returns.
package enum Status: Int32, CaseIterable, Sendable {
  case ok = 0
  case invalidArgument = 1
  case invalidBridge = 2
  case closed = 3
  case unknownCall = 4
  case notRegistered = 5
  case resourceExhausted = 6
  case abiMismatch = 7
  case schemaMismatch = 8
  case wouldBlock = 9
  case nothing = 10

  /// The name of the macro in `hostcall.h`.
  package var name: StaticString {
    switch self {
    case .ok: "HOSTCALL_OK"
    case .invalidArgument: "HOSTCALL_INVALID_ARGUMENT"
    case .invalidBridge: "HOSTCALL_INVALID_BRIDGE"
    case .closed: "HOSTCALL_CLOSED"
    case .unknownCall: "HOSTCALL_UNKNOWN_CALL"
    case .notRegistered: "HOSTCALL_NOT_REGISTERED"
    case .resourceExhausted: "HOSTCALL_RESOURCE_EXHAUSTED"
    case .abiMismatch: "HOSTCALL_ABI_MISMATCH"
    case .schemaMismatch: "HOSTCALL_SCHEMA_MISMATCH"
    case .wouldBlock: "HOSTCALL_WOULD_BLOCK"
    case .nothing: "HOSTCALL_NOTHING"
    }
  }
}
