// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// How a stream has ended, for interceptors.
///
/// Thread safety: a value.
public struct HostStreamEnd<Failure: Error & Codable & Sendable>: Sendable {
  /// The ending of a stream.
  public enum Ending: Sendable {
    /// The sender has sent all elements.
    case finished
    /// An error ended the stream.
    case failed(HostCallError<Failure>)
    /// The receiver has given the stream up.
    case givenUp
  }

  /// The ending.
  public let ending: Ending
  /// The number of elements that were received or, at a handler's interceptors, sent.
  public let elements: Int
  /// The time from the opening of the stream until its end.
  public let duration: Duration

  /// Creates the end of a stream, for an interceptor that does not return that of `next`.
  ///
  /// - Parameter ending: The ending.
  public init(_ ending: Ending) { self.init(ending, elements: 0, duration: .zero) }

  init(_ ending: Ending, elements: Int, duration: Duration) {
    self.ending = ending
    self.elements = elements
    self.duration = duration
  }
}
