// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// The elements of the core's stream, computed as they are asked for.
struct CountingSequence: AsyncSequence, Sendable {
  typealias Element = Reading

  let first: Int64
  let count: UInt32
  let end: StreamEnd
  let key: String

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(sequence: self) }

  /// The iterator, whose end is recorded when it is dropped.
  final class AsyncIterator: AsyncIteratorProtocol {
    private let sequence: CountingSequence
    private var produced: UInt32 = 0

    init(sequence: CountingSequence) {
      self.sequence = sequence
      Observations.shared.updateStream(sequence.key) { _ in }
    }

    deinit { Observations.shared.updateStream(sequence.key) { $0.hasEnded = true } }

    func next() async throws -> Reading? {
      guard produced < sequence.count else { return try await end() }
      let number = sequence.first + Int64(produced)
      produced += 1
      Observations.shared.updateStream(sequence.key) { $0.produced = produced }
      return Reading(number: number, text: "\(number)")
    }

    private func end() async throws -> Reading? {
      switch sequence.end {
      case .finish: return nil
      case .refuse(let refusal): throw HostCallError<Refusal>(failure: refusal)
      case .fail(let code, let message):
        throw HostCallError<Refusal>(code: HostCallCode(rawValue: Int(code)), message: message)
      case .stay:
        try await Task.sleep(for: .seconds(60))
        return nil
      }
    }
  }
}
