// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A stream of elements, to be read with `for try await`: one that a host answers, or one that an implementation of an
/// interface returns.
///
///     for try await balance in bridge.stream(WatchBalance(userID: 7)) { … }
///
/// The first `next()` of an iterator opens the stream; a second iterator opens another. When the loop ends, its
/// iterator is dropped or its task is cancelled, the stream is given up: the sender learns at once how many elements
/// were taken, and those that were not taken are dropped. A reader that does not ask for elements makes the sender
/// wait, and nothing else.
///
/// An iterator throws at most once, after the elements that were sent before the error, and then returns `nil`.
///
/// Thread safety: a value. An iterator is used by one task at a time.
public struct HostStream<Element: Sendable, DeclaredFailure: Error & Codable & Sendable>: AsyncSequence, Sendable {
  /// The error that ends the stream, with the typed failure if the sender ended it with one.
  public typealias Failure = HostCallError<DeclaredFailure>

  private let begin: @Sendable () -> any HostStreamIteration<Element, DeclaredFailure>

  init(_ begin: @escaping @Sendable () -> any HostStreamIteration<Element, DeclaredFailure>) {
    self.begin = begin
  }

  /// Creates the stream that an implementation of an interface returns.
  ///
  ///     func watchBalance(userID: UInt64) -> HostStream<Balance, ProfileFailure> {
  ///       HostStream(accounts.changes(of: userID))
  ///     }
  ///
  /// The sequence is asked for one element more than the receiver has granted credit for, so a sequence that computes
  /// its elements on demand is as fast as its receiver. That element is lost if the stream is given up.
  ///
  /// - Parameter elements: The elements. An error that it throws ends the stream as one that a handler throws answers a
  ///   call: see `HostBridge.handle(_:executorPreference:_:)`.
  public init<Elements: AsyncSequence & Sendable>(_ elements: Elements) where Elements.Element == Element {
    begin = { SequenceIteration(elements) }
  }

  /// Creates an iterator, which opens the stream when it is asked for the first element.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(iteration: begin()) }

  /// The iterator of a stream.
  public struct AsyncIterator: AsyncIteratorProtocol {
    /// The error that ends the stream.
    public typealias Failure = HostCallError<DeclaredFailure>

    let iteration: any HostStreamIteration<Element, DeclaredFailure>

    /// Waits for the next element; does not suspend if one has arrived.
    ///
    /// - Returns: `nil` after any end.
    /// - Throws: Once, how the stream ended unless with success: as `HostBridge.call(_:timeout:)`, and
    ///   `internal` if an element cannot be decoded, which gives the stream up.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(Failure) -> Element? {
      try await iteration.next()
    }

    /// Waits for the next element, as ``next(isolation:)`` does.
    public mutating func next() async throws(Failure) -> Element? { try await iteration.next() }
  }
}
