// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The reading of a stream that reports its end.
final class ObservedIteration<Element: Sendable, DeclaredFailure: Error & Codable & Sendable>: HostStreamIteration {
  private var iterator: HostStream<Element, DeclaredFailure>.AsyncIterator
  private let start = ContinuousClock.now
  private var elements = 0
  /// Receives the end; `nil` after it.
  private var body: (@Sendable (HostStreamEnd<DeclaredFailure>) -> Void)?

  init(
    _ iterator: HostStream<Element, DeclaredFailure>.AsyncIterator,
    _ body: @escaping @Sendable (HostStreamEnd<DeclaredFailure>) -> Void
  ) {
    self.iterator = iterator
    self.body = body
  }

  deinit { end(.givenUp) }

  var sizes: CallMeasurements { iterator.iteration.sizes }

  func next() async throws(HostCallError<DeclaredFailure>) -> Element? {
    do throws(HostCallError<DeclaredFailure>) {
      guard let element = try await iterator.next() else {
        end(.finished)
        return nil
      }
      elements += 1
      return element
    } catch {
      end(.failed(error))
      throw error
    }
  }

  private func end(_ ending: HostStreamEnd<DeclaredFailure>.Ending) {
    guard let body else { return }
    self.body = nil
    body(HostStreamEnd(ending, elements: elements, sizes, duration: start.duration(to: .now)))
  }
}
