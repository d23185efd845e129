// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The rest of a stream's way through the interceptors of its handler.
///
/// Thread safety: safe from any task.
public struct HostStreamHandlerNext<S: HostStreamable>: Sendable {
  typealias Body = @Sendable (S, HostCallContext, HostStreamSender<S.Element, S.Failure>) async throws -> Void

  private var interceptors: ArraySlice<any HostHandlerInterceptor>
  private let format: CallFormat<S>
  private var sender: HostStreamSender<S.Element, S.Failure>
  private let body: Body

  /// - Parameters:
  ///   - interceptors: The interceptors, the outermost first.
  ///   - format: The format of the stream.
  ///   - sender: The sender, which counts its elements.
  ///   - body: The handler.
  init(
    _ interceptors: [any HostHandlerInterceptor], _ format: CallFormat<S>,
    sender: HostStreamSender<S.Element, S.Failure>, _ body: @escaping Body
  ) {
    self.interceptors = interceptors[...]
    self.format = format
    self.sender = sender
    self.body = body
  }

  /// Returns the same way, on which `body` receives each element that is sent.
  func onElement(_ body: @escaping @Sendable (S.Element) -> Void) -> HostStreamHandlerNext {
    var next = self
    next.sender = sender.onElement(body)
    return next
  }

  /// Passes a stream on; call it at most once, since a stream cannot be answered twice.
  ///
  /// - Parameter call: The request of the stream, which may have been changed.
  /// - Returns: The end, once the handler has returned.
  public func callAsFunction(_ call: HostIncomingCall<S>) async -> HostStreamEnd<S.Failure> {
    if let first = interceptors.first {
      var next = self
      next.interceptors = interceptors.dropFirst()
      return await first.interceptStream(call, next: next)
    }
    let start = ContinuousClock.now
    let ending: HostStreamEnd<S.Failure>.Ending
    do {
      try await body(call.request, call.context, sender)
      ending = sender.taken == nil ? .finished : .givenUp
    } catch {
      ending = sender.taken == nil ? .failed(format.error(format.answer(error: error), of: call.context)) : .givenUp
    }
    let counts = sender.counts
    let measured = CallMeasurements(
      request: call.requestSize, response: counts?.bytes, callID: call.context.callID)
    return HostStreamEnd(ending, elements: counts?.items ?? 0, measured, duration: start.duration(to: .now))
  }
}
