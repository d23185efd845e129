// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A handler that was registered in Swift.
///
/// Dropping this value does not unregister the handler.
public struct HostRegistration: Sendable {
  /// The name under which the handler is registered.
  public var wireName: String { handler.wireName.text }

  let bridge: HostBridge
  let handler: HostHandler

  /// Unregisters the handler, if it is still the one registered under its name.
  ///
  /// Calls that were already made stay answerable. Does not wait. Safe from any thread, and more than once.
  ///
  /// - Returns: Whether the handler was still registered.
  @discardableResult
  public func unregister() -> Bool {
    bridge.unregister(handler)
  }
}
