/// A handler that was registered in Swift, to unregister it.
///
/// Letting go of it does nothing: the handler stays until it is unregistered, replaced, or its bridge closed.
public struct HostRegistration: Sendable {
  /// The name under which it is registered.
  public var wireName: String { handler.wireName.text }

  let bridge: HostBridge
  let handler: HostHandler

  /// Removes the handler, if it is still the one that is registered under its name.
  ///
  /// Calls that were made stay answerable. Does not wait. Safe from any thread, and more than once.
  ///
  /// - Returns: Whether it was still registered.
  @discardableResult
  public func unregister() -> Bool {
    bridge.unregister(handler)
  }
}
