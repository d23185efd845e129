// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall

extension ReplayedSide {
  /// The number of elements that may arrive before they are compared.
  private static let buffer = 16

  /// Opens a stream, and compares its elements and its end with the recorded ones.
  ///
  /// - Throws: What is malformed in the recorded answer.
  func difference(
    from recorded: [RecordedPart], _ end: RecordedCall.StreamEnd, _ sent: TransportCall, _ call: CoreCall
  ) async throws(ValueError) -> Difference? {
    let elements = try recorded.map { part throws(ValueError) in try part.value(for: call.response) }
    let expectedEnd = try AnswerValue(end, call)
    var count = 0
    do throws(BridgeError) {
      let stream = try await transport.stream(sent, buffer: Self.buffer, silence: nil)
      for expected in elements {
        guard let bytes = try await stream.nextBytes() else {
          return ("the stream ends after \(count) elements, expected \(elements.count)", nil)
        }
        count += 1
        if let difference = call.response.difference(of: bytes, from: expected) {
          return ("element \(count): \(difference)", nil)
        }
      }
      guard let expectedEnd else { return nil }
      guard let further = try await stream.nextBytes() else {
        return expectedEnd.difference(from: .end).map { ("after \(count) elements: \($0)", nil) }
      }
      return ("found the further element \(ValueError.notation(call.response.value(of: further))) after \(count)", nil)
    } catch {
      let found = AnswerValue(error, call)
      guard count == elements.count else { return ("found \(found), expected element \(count + 1)", error.code) }
      return expectedEnd?.difference(from: found).map { ("after \(count) elements: \($0)", error.code) }
    }
  }
}
