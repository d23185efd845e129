// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

/// Runs `body` with an ``InProcessHost`` and closes it afterwards, even if `body` throws, as a failed `#require` does.
///
///     try await withHost { host in
///       try host.answer(FetchProfile.self) { _ in Profile(name: "Ada", tags: []) }
///       #expect(try await host.bridge.call(FetchProfile(userID: 7)).name == "Ada")
///     }
///
/// - Parameters:
///   - configuration: The configuration of the bridge.
///   - body: Uses the host. Calls that are still pending when it returns end with `unavailable`.
/// - Returns: The result of `body`.
/// - Throws: The error of `body`.
public func withHost<Result, Failure: Error>(
  configuration: HostBridgeConfiguration = HostBridgeConfiguration(),
  _ body: (InProcessHost) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  try await perform(body, with: InProcessHost(configuration: configuration)) { await $0.close() }
}

/// Runs `body` with a bridge on the system clock and closes it afterwards, even if `body` throws, as a failed
/// `#require` does.
///
///     try await withBridge { bridge in
///       try bridge.handle(FetchProfile.self) { _, _ in Profile(name: "Ada", tags: []) }
///       #expect(try await bridge.call(FetchProfile(userID: 7)).name == "Ada")
///     }
///
/// - Parameters:
///   - configuration: The configuration of the bridge.
///   - body: Uses the bridge. Calls that are still pending when it returns end with `unavailable`.
/// - Returns: The result of `body`.
/// - Throws: The error of `body`.
public func withBridge<Result, Failure: Error>(
  configuration: HostBridgeConfiguration = HostBridgeConfiguration(),
  _ body: (HostBridge) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  try await perform(body, with: HostBridge(configuration: configuration)) { await $0.close() }
}

/// Runs `body` and then `close`, even if `body` throws.
private func perform<Resource, Result, Failure: Error>(
  _ body: (Resource) async throws(Failure) -> Result, with resource: Resource, close: (Resource) async -> Void
) async throws(Failure) -> Result {
  do throws(Failure) {
    let result = try await body(resource)
    await close(resource)
    return result
  } catch {
    await close(resource)
    throw error
  }
}
