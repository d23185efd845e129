// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// The outcome of a call or a stream in bytes, for the interceptors of its handler.
///
/// Thread safety: a value.
public struct HostBytesOutcome: Sendable {
  /// The answer; an empty response if a stream has ended with success.
  ///
  /// A stream that its receiver has given up, or whose deadline has passed, has the error `cancelled`.
  public let answer: BridgeAnswer
  /// The size in bytes of the encoded response or failure, or of all elements of a stream; `nil` for an error, and for
  /// an outcome that an interceptor has created.
  public let responseSize: Int?
  /// The number of elements that were sent; `nil` for a call, and for an outcome that an interceptor has created.
  public let elements: Int?
  /// The time from the first step of the handler, which decodes the request, until the answer; zero for an outcome that
  /// an interceptor has created.
  public internal(set) var duration = Duration.zero
  /// How a server answers; `nil` for an outcome that an interceptor has created.
  package let served: (any Sendable)?

  /// Creates an outcome, for an interceptor that does not return that of `next`.
  ///
  /// - Parameter answer: The answer. The response to a call must have the encoding that its caller expects; that to a
  ///   stream is not sent.
  public init(_ answer: BridgeAnswer) { self.init(answer, responseSize: nil) }

  package init(_ answer: BridgeAnswer, responseSize: Int?, elements: Int? = nil, served: (any Sendable)? = nil) {
    self.answer = answer
    self.responseSize = responseSize
    self.elements = elements
    self.served = served
  }

  /// The kind of the error, which is `failed` for a declared failure; `nil` for a response.
  public var code: HostCallCode? {
    switch answer {
    case .response: nil
    case .failure: .failed
    case .error(let code, _): code
    }
  }
}

extension BridgeAnswer {
  /// The size of the response or the failure in bytes; `nil` for an error.
  package var size: Int? {
    switch self {
    case .response(let bytes), .failure(let bytes): bytes.count
    case .error: nil
    }
  }
}
