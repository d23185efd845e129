// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// A call, a stream or an event of an interface, with the method of an implementation that receives it.
///
/// Thread safety: a value.
public struct HostInterfaceCall<Implementation: Sendable>: Sendable {
  /// The wire name.
  public let wireName: String

  /// Checks that a bridge can make requests of the type.
  let check: @Sendable (HostBridge) throws(HostSetupError) -> NamedCall
  let handle: @Sendable (HostBridge, Implementation, (any TaskExecutor)?) throws(HostSetupError) -> HostRegistration
  let expose: @Sendable (HostBridge, Implementation, (any TaskExecutor)?) throws(HostSetupError) -> Void

  /// Creates a call of an interface.
  ///
  /// - Parameters:
  ///   - type: The type of the calls.
  ///   - answer: The closure that answers a call, usually with a method of the implementation. It runs as a handler
  ///     does: see `HostBridge.handle(_:executorPreference:_:)`. ``HostCallContext/current`` is the call's context.
  public init<C: HostCallable>(
    _ type: C.Type, _ answer: @escaping @Sendable (Implementation, C) async throws -> C.Response
  ) {
    wireName = C.wireName
    check = { bridge throws(HostSetupError) in try bridge.format(of: C.self).call }
    handle = { bridge, implementation, executor throws(HostSetupError) in
      try bridge.handle(C.self, executorPreference: executor) { request, context in
        try await HostCallContext.$current.withValue(context) { try await answer(implementation, request) }
      }
    }
    expose = { bridge, implementation, executor throws(HostSetupError) in
      try bridge.expose(C.self, executorPreference: executor) { request, context in
        try await HostCallContext.$current.withValue(context) { try await answer(implementation, request) }
      }
    }
  }

  /// Creates a stream of an interface.
  ///
  /// - Parameters:
  ///   - type: The type of the streams.
  ///   - answer: The closure that returns the elements, usually with a method of the implementation. It runs as the
  ///     handler of a stream does, and so do the elements: see `HostBridge.handleStream(_:executorPreference:_:)`.
  ///     ``HostCallContext/current`` is the stream's context.
  public init<S: HostStreamable>(
    _ type: S.Type,
    _ answer: @escaping @Sendable (Implementation, S) async throws -> HostStream<S.Element, S.Failure>
  ) {
    @Sendable func send(
      _ request: S, of implementation: Implementation, _ context: HostCallContext,
      _ send: HostStreamSender<S.Element, S.Failure>
    ) async throws {
      try await HostCallContext.$current.withValue(context) {
        for try await element in try await answer(implementation, request) { try await send(element) }
      }
    }
    wireName = S.wireName
    check = { bridge throws(HostSetupError) in try bridge.format(of: S.self).call }
    handle = { bridge, implementation, executor throws(HostSetupError) in
      try bridge.handleStream(S.self, executorPreference: executor) { request, context, sender in
        try await send(request, of: implementation, context, sender)
      }
    }
    expose = { bridge, implementation, executor throws(HostSetupError) in
      try bridge.exposeStream(S.self, executorPreference: executor) { request, context, sender in
        try await send(request, of: implementation, context, sender)
      }
    }
  }

  /// Creates an event of an interface.
  ///
  /// `HostBridge.handle(_:as:executorPreference:)` and `expose` subscribe the implementation.
  ///
  /// - Parameters:
  ///   - type: The type of the events.
  ///   - capacity: The maximum number of events that wait for the implementation; clamped to 1 to 65,536.
  ///   - receive: The closure that receives an event, usually with a method of the implementation. It runs once for
  ///     each event, one after the other, in a task on the package's threads. An error that it throws is reported
  ///     (`HostBridgeReport.Kind.failedEvent`). ``HostCallContext/current`` is `nil`.
  public init<E: HostEvent>(
    _ type: E.Type, capacity: Int = 256, _ receive: @escaping @Sendable (Implementation, E) async throws -> Void
  ) {
    @Sendable func listen(
      _ bridge: HostBridge, _ implementation: Implementation, _ executor: (any TaskExecutor)?, isOfHost: Bool
    ) throws(HostSetupError) -> HostRegistration {
      try bridge.listen(
        to: type, capacity: capacity, isOfHost: isOfHost, executorPreference: executor
      ) { try await receive(implementation, $0) }
    }
    wireName = E.wireName
    check = { bridge throws(HostSetupError) in try bridge.event(type) }
    handle = { bridge, implementation, executor throws(HostSetupError) in
      try listen(bridge, implementation, executor, isOfHost: true)
    }
    expose = { bridge, implementation, executor throws(HostSetupError) in
      _ = try listen(bridge, implementation, executor, isOfHost: false)
    }
  }
}
