internal import HostBridgeCore

extension HostBridge {
  /// Checks that the host has registered every one of `calls`, for the schemas that they have, so that what is missing
  /// shows at the start and not in the first call.
  ///
  /// Declares them as well; see ``declare(_:)``.
  ///
  ///     try bridge.require(FetchProfile.self, ReadClock.self)
  ///
  /// - Throws: ``HostCallCode/unimplemented``, with the wire names of *all* that are missing;
  ///   ``HostCallCode/unavailable`` if the bridge is closed; and what ``declare(_:)`` throws.
  public func require<each C: HostCallable>(_ calls: repeat (each C).Type) throws(HostCallError<Never>) {
    do throws(BridgeError) {
      let calls = try named(repeat (each C).self)
      if isClosed { throw .bridgeClosed.named(calls.first?.name.text ?? "") }
      let missing = try unregistered(among: calls.map(\.name.text))
      guard missing.isEmpty else {
        throw BridgeError(
          code: .unimplemented, message: "the host has not registered: \(missing.joined(separator: ", "))",
          wireName: missing.first)
      }
      for call in calls { try storage.declare(call) }
    } catch {
      throw HostCallError(error)
    }
  }
}
