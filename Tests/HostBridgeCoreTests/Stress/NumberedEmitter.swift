// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
import HostBridgeCore

/// Emits numbered events `e`; its lock makes the order of the numbers that of the emits.
final class NumberedEmitter: @unchecked Sendable {  // `lock` protects `last`
  private let bridge: HostBridge
  private let handle: hostcall_bridge
  private let lock = NSLock()
  private var last: UInt64 = 0

  init(_ bridge: HostBridge) {
    self.bridge = bridge
    handle = bridge.cHandle
  }

  /// The number of events that were emitted, which is that of the last one.
  var count: UInt64 { lock.withLock { last } }

  /// Emits the next event; returns false once the bridge is closed.
  @discardableResult
  func emit(fromHost: Bool) -> Bool {
    lock.withLock {
      let bytes = Self.bytes(last + 1)
      var isEmitted = true
      if fromHost {
        isEmitted = unsafe hostcall_emit(handle, "e", bytes, bytes.count) == HOSTCALL_OK
      } else {
        do { try bridge.emitBytes(bytes, named: "e") } catch { isEmitted = false }
      }
      if isEmitted { last += 1 }
      return isEmitted
    }
  }

  /// Calls `body` with ``count``, while no event is emitted.
  func withoutEmits<Result>(_ body: (UInt64) -> Result) -> Result { lock.withLock { body(last) } }

  private static func bytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  static func number(_ bytes: [UInt8]) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}
