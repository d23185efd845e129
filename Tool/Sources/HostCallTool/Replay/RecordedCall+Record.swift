// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostBridgeCore
package import HostCall

extension RecordedCall {
  /// Reads a call from the record of its end, or of its beginning, if it has not ended.
  ///
  /// - Parameters:
  ///   - record: The record.
  ///   - source: What identifies the call in reports.
  package init(_ record: CallRecord, source: String) {
    self.init(
      source: source, name: record.name, request: RecordedPart(item: record.request?.bytes ?? []),
      answer: Result { () throws(NotReplayable) in try Self.answer(of: record) })
    for entry in record.metadata ?? [] {
      // Keys that the bridge has set itself cannot be set again.
      switch entry.value {
      case .text(CallRecord.redaction): break
      case .text(let text): try? metadata.set(text, forKey: entry.key)
      case .bytes(let bytes): try? metadata.set(bytes, forKey: entry.key)
      default: break
      }
    }
  }

  private static func answer(of record: CallRecord) throws(NotReplayable) -> Answer {
    if let redacted = record.redacted, record.hasRedactedPayload {
      throw NotReplayable("the log has no values of \(redacted.joined(separator: ", ")), which are redacted")
    }
    // The first elements of a stream can be compared without the rest.
    let omitted = (record.omitted ?? []).filter { !$0.hasPrefix("elements: ") }
    if !omitted.isEmpty { throw NotReplayable("payloads were left out of the log: \(omitted.joined(separator: ", "))") }
    guard record.request != nil else { throw NotReplayable("the log has no payloads of the call") }
    guard let outcome = record.outcome else { throw NotReplayable("the call had not ended") }
    let end = try end(of: record, outcome)
    if record.kind == .stream { return try elements(of: record, outcome, end) }
    switch end {
    case .failure(let part): return .failure(part)
    case .error(let code): return .error(code)
    case .end, .unknown:
      guard let response = record.response else { throw NotReplayable("the log has no response") }
      return .response(RecordedPart(item: response.bytes))
    }
  }

  private static func end(of record: CallRecord, _ outcome: CallRecord.Outcome) throws(NotReplayable) -> StreamEnd {
    if outcome.code == 0 { return .end }
    if let failure = record.failure { return .failure(RecordedPart(item: failure.bytes)) }
    let code = HostCallCode(rawValue: outcome.code)
    if code == .failed { throw NotReplayable("the log has no failure") }
    return .error(code)
  }

  private static func elements(
    of record: CallRecord, _ outcome: CallRecord.Outcome, _ end: StreamEnd
  ) throws(NotReplayable) -> Answer {
    let elements = (record.elementPayloads ?? []).map { RecordedPart(item: $0.bytes) }
    let count = record.elements ?? elements.count
    let isGivenUp = outcome.name == "givenUp"
    if elements.isEmpty, count > 0 { throw NotReplayable("the log has no elements") }
    if elements.isEmpty, isGivenUp { throw NotReplayable("its reader gave it up before the first element") }
    return .elements(elements, end: count > elements.count || isGivenUp ? .unknown : end)
  }
}

extension CallRecord {
  /// Whether a payload contains a redacted field; the names of such fields may also be those of metadata.
  fileprivate var hasRedactedPayload: Bool {
    let payloads = [request, response, failure].compactMap(\.self) + (elementPayloads ?? [])
    return payloads.contains { $0.bytes.firstRange(of: Array(Self.redaction.utf8)) != nil }
  }
}
