public import HostCall
internal import HostBridgeCore

/// A host in the test's own process: it answers calls by closures, and remembers what was asked.
///
///     let host = InProcessHost()
///     try host.answer(FetchProfile.self) { request in Profile(name: "Ada", tags: []) }
///     let profile = try await host.bridge.call(FetchProfile(userID: 7))
///     #expect(host.requests(of: FetchProfile.self).map(\.userID) == [7])
///     await host.close()
///
/// The requests and answers cross as they would to any host: encoded, over a real bridge. Works in Swift Testing and
/// XCTest alike. Thread safety: may be used from anywhere.
public final class InProcessHost: Sendable {
  /// The bridge whose calls this host answers.
  public let bridge: HostBridge

  private let recorded = Guarded<[any HostCallable]>([])

  /// Opens a bridge and is its host.
  ///
  /// - Parameter configuration: That of the bridge.
  public init(configuration: HostBridgeConfiguration = HostBridgeConfiguration()) {
    bridge = HostBridge(configuration: configuration)
  }

  /// Answers calls of `type` with what `body` returns or throws. Answering a type again replaces its answer.
  ///
  /// - Parameters:
  ///   - type: The calls.
  ///   - body: Runs in a task of its own for each call. What it throws reaches the caller as from `bridge.handle`.
  /// - Throws: ``HostCallCode/unavailable`` if the host is closed, ``HostCallCode/invalidArgument`` if the call has no
  ///   valid wire name or format.
  public func answer<C: HostCallable>(
    _ type: C.Type, with body: @escaping @Sendable (C) async throws -> C.Response
  ) throws(HostCallError<Never>) {
    try bridge.handle(type) { [recorded] request, _ in
      recorded.withLock { $0.append(request) }
      return try await body(request)
    }
  }

  /// The requests of `type` that came, decoded, in the order in which they came.
  public func requests<C: HostCallable>(of type: C.Type) -> [C] {
    recorded.withLock { $0 }.compactMap { $0 as? C }
  }

  /// Closes the bridge, which fails the calls that are pending.
  public func close() async {
    await bridge.close()
  }
}
