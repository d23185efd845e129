// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The rest of the way of a call or a stream in bytes through the interceptors of its handler.
///
/// Thread safety: safe from any task.
public struct HostBytesNext: Sendable {
  private var interceptors: ArraySlice<any HostHandlerInterceptor>
  private let handler: @Sendable () async -> HostBytesOutcome

  /// - Parameters:
  ///   - interceptors: The interceptors, the outermost first.
  ///   - handler: Answers the call.
  package init(
    _ interceptors: [any HostHandlerInterceptor], _ handler: @escaping @Sendable () async -> HostBytesOutcome
  ) {
    self.interceptors = interceptors[...]
    self.handler = handler
  }

  /// Passes a call on; call it at most once, since a stream cannot be answered twice.
  ///
  /// - Parameter call: The call.
  /// - Returns: The outcome, once the handler has answered.
  public func callAsFunction(_ call: HostIncomingBytes) async -> HostBytesOutcome {
    guard let first = interceptors.first else {
      let start = ContinuousClock.now
      var outcome = await handler()
      outcome.duration = start.duration(to: .now)
      return outcome
    }
    var next = self
    next.interceptors = interceptors.dropFirst()
    return await first.interceptBytes(call, next: next)
  }
}
