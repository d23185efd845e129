// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// A call or a stream of an interface, with the method of an implementation that answers it.
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
}
