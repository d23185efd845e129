// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostBridgeCore

/// A call that was recorded, with the answer that is expected when it is made again.
package struct RecordedCall: Sendable, Hashable {
  /// An answer that was recorded.
  package enum Answer: Sendable, Hashable {
    case response(RecordedPart)
    case failure(RecordedPart)
    case error(HostCallCode)
  }

  /// What identifies the call in reports, such as the name of its golden file.
  package var source: String
  package var name: String
  package var request: RecordedPart
  /// The answer; `nil` if none was recorded.
  package var answer: Answer?
  /// What identifies the answer in reports, or would identify it.
  package var answerSource: String

  package init(source: String, name: String, request: RecordedPart, answer: Answer?, answerSource: String) {
    (self.source, self.name, self.request) = (source, name, request)
    (self.answer, self.answerSource) = (answer, answerSource)
  }
}
