// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostBridgeCore

/// An answer to a call of the core, in the bytes that cross.
package enum HostAnswer: Sendable, Hashable {
  case response([UInt8])
  case failure([UInt8])
  case error(HostCallCode, String)
  /// The items of a stream, which ends after them.
  case items([[UInt8]])
}
