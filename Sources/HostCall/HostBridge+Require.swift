// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

extension HostBridge {
  /// Checks that the host has registered every one of `calls` with a matching schema, so that problems show at startup
  /// rather than in the first call.
  ///
  /// If none is missing, it also declares them; see ``declare(_:)``.
  ///
  ///     try bridge.require(FetchProfile.self, ReadClock.self)
  ///
  /// - Throws: ``HostCallCode/unimplemented`` with the wire names of *all* missing calls, and the names of handlers
  ///   that may be misspellings of them; ``HostCallCode/unavailable`` if the bridge is closed; and whatever
  ///   ``declare(_:)`` throws.
  public func require<each C: HostRequest>(_ calls: repeat (each C).Type) throws(HostSetupError) {
    let calls = try named(repeat (each C).self)
    let missing = storage.missing(among: calls)
    guard missing.isEmpty else {
      let names = missing.map { name, misspelling in
        misspelling.map { "\(name.text) (it has \($0.text))" } ?? name.text
      }
      throw HostSetupError(
        code: .unimplemented, message: "the host has not registered: \(names.joined(separator: ", "))",
        wireName: missing.first?.name.text)
    }
    for call in calls { try storage.declare(call) }
  }
}
