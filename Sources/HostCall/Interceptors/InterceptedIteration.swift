// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The reading of a stream that passes interceptors when its first element is requested.
final class InterceptedIteration<S: HostStreamable>: HostStreamIteration {
  private enum State {
    case unopened
    case open(HostStream<S.Element, S.Failure>.AsyncIterator)
    case ended
  }

  private let open: @Sendable () async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure>
  private var state = State.unopened

  /// - Parameter open: Passes the stream through its interceptors.
  init(
    _ type: S.Type,
    _ open: @escaping @Sendable () async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure>
  ) {
    self.open = open
  }

  var sizes: PayloadSizes { if case .open(let iterator) = state { iterator.iteration.sizes } else { PayloadSizes() } }

  func next() async throws(HostCallError<S.Failure>) -> S.Element? {
    do throws(HostCallError<S.Failure>) {
      var iterator: HostStream<S.Element, S.Failure>.AsyncIterator
      switch state {
      case .ended: return nil
      case .open(let open): iterator = open
      case .unopened:
        iterator = try await open().makeAsyncIterator()
        state = .open(iterator)
      }
      let element = try await iterator.next()
      if element == nil { state = .ended }
      return element
    } catch {
      state = .ended
      throw error.thrown(byCallTo: CallTypeInfo.of(S.self).wireName)
    }
  }
}
