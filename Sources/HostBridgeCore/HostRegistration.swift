// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A handler, or a listener to events, that was registered in Swift.
///
/// Dropping this value does not unregister it.
public struct HostRegistration: Sendable {
  enum Subject: Sendable {
    case handler(HostHandler)
    case listener(EventListener)
  }

  let bridge: HostBridge
  let subject: Subject

  /// The name under which the handler is registered, or that of the events.
  public var wireName: String {
    switch subject {
    case .handler(let handler): handler.wireName.text
    case .listener(let listener): listener.wireName
    }
  }

  /// Unregisters the handler, if it is still the one registered under its name, or the listener.
  ///
  /// Calls that were already made stay answerable. Events that a listener has not received yet are dropped; a method
  /// that is running for one continues. Does not wait. Safe from any thread, and more than once.
  ///
  /// - Returns: Whether the handler or the listener was still registered.
  @discardableResult
  public func unregister() -> Bool {
    switch subject {
    case .handler(let handler): bridge.unregister(handler)
    case .listener(let listener): bridge.storage.endListening(listener)
    }
  }
}

extension EventReader {
  /// Returns the registration that ends the reader's subscription; `nil` if the bridge was closed.
  ///
  /// - Parameter bridge: The reader's bridge.
  package func registration(on bridge: HostBridge) -> HostRegistration? {
    listener.map { HostRegistration(bridge: bridge, subject: .listener($0)) }
  }
}
