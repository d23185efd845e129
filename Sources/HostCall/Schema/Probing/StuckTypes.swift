// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The types whose `init(from:)` did not return.
///
/// They are not probed again in this process, since each attempt costs a thread.
///
/// Thread safety: guarded by its own lock.
enum StuckTypes {
  private static let known = Guarded<Set<ObjectIdentifier>>([])

  static func insert(_ type: ObjectIdentifier) { known.withLock { _ = $0.insert(type) } }

  static func contains(_ type: Any.Type) -> Bool {
    let type = ObjectIdentifier(type)
    return known.withLock { $0.contains(type) }
  }
}
