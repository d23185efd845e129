// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The reading of a stream that records its elements and its end.
final class RecordedIteration<Element: Codable & Sendable, DeclaredFailure: Error & Codable & Sendable>:
  HostStreamIteration
{
  private var iterator: HostStream<Element, DeclaredFailure>.AsyncIterator
  private var draft: RecordDraft
  private let bridge: UInt64
  private let recorder: CallRecorder
  private var elements = 0
  private var hasEnded = false

  init(
    _ iterator: HostStream<Element, DeclaredFailure>.AsyncIterator, _ draft: RecordDraft, bridge: UInt64,
    by recorder: CallRecorder
  ) {
    self.iterator = iterator
    self.draft = draft
    self.bridge = bridge
    self.recorder = recorder
  }

  deinit { end(.cancelled, isGivenUp: true) }

  var sizes: CallMeasurements { iterator.iteration.sizes }

  func next() async throws(HostCallError<DeclaredFailure>) -> Element? {
    do throws(HostCallError<DeclaredFailure>) {
      guard let element = try await iterator.next() else {
        end(nil)
        return nil
      }
      elements += 1
      if draft.takesElements { draft.addElement(RecordedPayload(element, recorder.options)) }
      return element
    } catch {
      draft.setFailure(error.failure.flatMap { RecordedPayload($0, recorder.options) })
      end(error.code, error.message, callID: error.callID)
      throw error
    }
  }

  private func end(
    _ code: HostCallCode?, _ message: String? = nil, callID: UInt64? = nil, isGivenUp: Bool = false
  ) {
    if hasEnded { return }
    hasEnded = true
    let sizes = sizes
    draft.setCall(bridge: bridge, callID: sizes.callID ?? callID)
    draft.setSizes(request: sizes.request, response: sizes.response, elements: elements)
    recorder.write(draft.ended(code, message, isGivenUp: isGivenUp))
  }
}
