// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// A call that the current task answers, as one recorder sees it.
///
/// The part in bytes of a handler's interceptor creates it. The typed part inside adds the payloads, and the calls that
/// the handler makes take its number as that of their parent.
final class RecordedHandling: Sendable {
  /// The innermost call that the task answers; `nil` if it answers none that is recorded.
  @TaskLocal static var current: RecordedHandling?

  let draft: Guarded<RecordDraft>
  let number: UInt64
  private let recorder: ObjectIdentifier
  /// The record of the same call by the recorder outside this one.
  private let outer: RecordedHandling?

  init(_ draft: RecordDraft, by recorder: CallRecorder) {
    number = draft.record.number
    self.draft = Guarded(draft)
    self.recorder = ObjectIdentifier(recorder)
    // If the task has inherited an earlier call of this recorder, all of the chain is about earlier calls.
    outer = Self.current(of: recorder) == nil ? Self.current : nil
  }

  /// Returns the innermost call that the task answers, as `recorder` sees it.
  static func current(of recorder: CallRecorder) -> RecordedHandling? {
    var handling = current
    while let found = handling, found.recorder != ObjectIdentifier(recorder) { handling = found.outer }
    return handling
  }
}
