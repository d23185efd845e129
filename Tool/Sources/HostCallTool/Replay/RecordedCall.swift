// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostBridgeCore

/// A call or a stream that was recorded, with the answer that is expected when it is made again.
package struct RecordedCall: Sendable {
  /// An answer that was recorded.
  package enum Answer: Sendable, Hashable {
    case response(RecordedPart)
    case failure(RecordedPart)
    case error(HostCallCode)
    /// The elements of a stream, and then its end.
    case elements([RecordedPart], end: StreamEnd)
  }

  /// How a recorded stream ends after its elements.
  package enum StreamEnd: Sendable, Hashable {
    case end
    case failure(RecordedPart)
    case error(HostCallCode)
    /// In a way that was not recorded, since the reader has given it up, or further elements have been left out.
    case unknown
  }

  /// What identifies the call in reports, such as the name of its golden file.
  package var source: String
  package var name: String
  package var request: RecordedPart
  package var metadata = HostCallMetadata()
  /// The answer, or why the call cannot be replayed.
  package var answer: Result<Answer, NotReplayable>
  /// The name of the answer's file; `nil` for an answer that is not in a file of its own.
  package var answerSource: String?
  /// The number of recorded calls that the core made before it answered this one.
  package var nestedCalls = 0

  package init(
    source: String, name: String, request: RecordedPart, answer: Result<Answer, NotReplayable>,
    answerSource: String? = nil
  ) {
    (self.source, self.name, self.request) = (source, name, request)
    (self.answer, self.answerSource) = (answer, answerSource)
  }
}

extension RecordedCall {
  /// Whether a stream was recorded.
  package var isStream: Bool { if case .success(.elements) = answer { true } else { false } }
}
