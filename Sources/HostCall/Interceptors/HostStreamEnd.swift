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
  /// The size of the encoded request in bytes; `nil` if it was not encoded.
  public let requestSize: Int?
  /// The size of the encoded elements in bytes; `nil` for an end that an interceptor has created, and for a stream that
  /// an implementation of an interface returns in this process.
  public let elementBytes: Int?
  /// The number of the stream on its bridge; `nil` for one that the host has not received, over another transport, and
  /// for an end that an interceptor has created.
  public let callID: UInt64?
  /// The time from the opening of the stream until its end.
  public let duration: Duration

  /// Creates the end of a stream, for an interceptor that does not return that of `next`.
  ///
  /// - Parameter ending: The ending.
  public init(_ ending: Ending) { self.init(ending, elements: 0, CallMeasurements(), duration: .zero) }

  init(_ ending: Ending, elements: Int, _ sizes: CallMeasurements, duration: Duration) {
    self.ending = ending
    self.elements = elements
    requestSize = sizes.request
    elementBytes = sizes.response
    callID = sizes.callID
    self.duration = duration
  }
}
