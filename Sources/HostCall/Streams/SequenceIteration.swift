// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The reading of a stream that consists of an asynchronous sequence in this process.
final class SequenceIteration<
  Elements: AsyncSequence, DeclaredFailure: Error & Codable & Sendable
>: HostStreamIteration {
  private var iterator: Elements.AsyncIterator?

  init(_ elements: Elements) {
    iterator = elements.makeAsyncIterator()
  }

  func next() async throws(HostCallError<DeclaredFailure>) -> Elements.Element? {
    do {
      if let element = try await iterator?.next(isolation: #isolation) { return element }
      iterator = nil
      return nil
    } catch {
      iterator = nil
      throw Self.ending(error)
    }
  }

  private static func ending(_ error: any Error) -> HostCallError<DeclaredFailure> {
    switch error {
    case let error as HostCallError<DeclaredFailure>: error
    case let failure as DeclaredFailure: HostCallError(failure: failure)
    case is CancellationError: HostCallError(code: .cancelled, message: "the task was cancelled")
    case let error as any CodedError where !error.isOfCall: HostCallError(code: error.code, message: error.message)
    default: HostCallError(code: .unknown, message: PayloadCodec.summary(of: error))
    }
  }
}
