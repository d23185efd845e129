// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// One reading of a stream, from its opening to its end.
///
/// Thread safety: used by one task at a time.
protocol HostStreamIteration<Element, DeclaredFailure>: AnyObject {
  associatedtype Element
  associatedtype DeclaredFailure: Error & Codable & Sendable

  /// Waits for the next element; returns `nil` after the end, and throws at most once.
  func next() async throws(HostCallError<DeclaredFailure>) -> Element?

  /// The sizes of the request and of the elements that were received.
  var sizes: CallMeasurements { get }
}

extension HostStreamIteration {
  var sizes: CallMeasurements { CallMeasurements() }
}
