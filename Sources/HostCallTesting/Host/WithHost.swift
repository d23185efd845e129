public import HostCall

/// Opens a bridge on a clock that the test moves, whose host the test is, and closes it at the end: also when `body` throws, as a
/// `#require` does that fails.
///
///     try await withHost { host in
///       try host.answer(FetchProfile.self) { _ in Profile(name: "Ada", tags: []) }
///       #expect(try await host.bridge.call(FetchProfile(userID: 7)).name == "Ada")
///     }
///
/// - Parameters:
///   - configuration: That of the bridge.
///   - body: What is done with the host. What it begins and leaves behind ends with the close: calls that are pending with
///     `unavailable`.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws.
public func withHost<Result, Failure: Error>(
  configuration: HostBridgeConfiguration = HostBridgeConfiguration(),
  _ body: (InProcessHost) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  let host = InProcessHost(configuration: configuration)
  do throws(Failure) {
    let result = try await body(host)
    await host.close()
    return result
  } catch {
    await host.close()
    throw error
  }
}

/// Opens a bridge on the system's clock, and closes it at the end: also when `body` throws, as a `#require` does that fails.
///
///     try await withBridge { bridge in
///       try bridge.handle(FetchProfile.self) { _, _ in Profile(name: "Ada", tags: []) }
///       #expect(try await bridge.call(FetchProfile(userID: 7)).name == "Ada")
///     }
///
/// - Parameters:
///   - configuration: That of the bridge.
///   - body: What is done with the bridge.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws.
public func withBridge<Result, Failure: Error>(
  configuration: HostBridgeConfiguration = HostBridgeConfiguration(),
  _ body: (HostBridge) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  let bridge = HostBridge(configuration: configuration)
  do throws(Failure) {
    let result = try await body(bridge)
    await bridge.close()
    return result
  } catch {
    await bridge.close()
    throw error
  }
}
