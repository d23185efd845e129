// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The reading of a stream that passes interceptors when its first element is requested.
final class InterceptedIteration<S: HostStreamable>: HostStreamIteration {
  private let open: @Sendable () async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure>
  /// The iterator of the stream that the interceptors return; `nil` before it is opened.
  private var iterator: HostStream<S.Element, S.Failure>.AsyncIterator?
  private var hasEnded = false

  /// - Parameter open: Passes the stream through its interceptors.
  init(
    _ type: S.Type,
    _ open: @escaping @Sendable () async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure>
  ) {
    self.open = open
  }

  var sizes: CallMeasurements { iterator?.iteration.sizes ?? CallMeasurements() }

  func next() async throws(HostCallError<S.Failure>) -> S.Element? {
    if hasEnded { return nil }
    do throws(HostCallError<S.Failure>) {
      if iterator == nil { iterator = try await open().makeAsyncIterator() }
      let element = try await iterator?.iteration.next()
      hasEnded = element == nil
      return element
    } catch {
      hasEnded = true
      throw error.thrown(byCallTo: CallTypeInfo.of(S.self).wireName)
    }
  }
}
