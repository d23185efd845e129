// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The record of a call that has begun.
struct RecordDraft: Sendable {
  /// The maximum number of elements of a stream that are recorded.
  private static let maximumElements = 1000
  /// The maximum size of a message in bytes.
  private static let maximumMessage = 4096

  private(set) var record: CallRecord
  private let options: CallRecorder.Options
  private let start = ContinuousClock.now
  private var redacted: Set<String> = []
  /// The size in bytes of the elements that were recorded.
  private var elementBytes = 0
  /// Whether a further element of the stream is recorded.
  private(set) var takesElements: Bool

  /// Begins a record.
  init(_ record: CallRecord, _ options: CallRecorder.Options) {
    self.record = record
    self.options = options
    takesElements = options.recordsPayloads
  }

  // MARK: Facts

  /// Sets the bridge, whose number is 0 over another transport, and the call's ID.
  mutating func setCall(bridge: UInt64, callID: UInt64?) {
    record.bridge = bridge == 0 ? nil : bridge
    record.callID = callID
  }

  mutating func setEncodings(request: PayloadEncoding?, response: PayloadEncoding?) {
    record.requestEncoding = request.map { "\($0)" }
    record.responseEncoding = response.map { "\($0)" }
  }

  /// Sets the metadata; the values only if payloads are recorded.
  mutating func setMetadata(_ metadata: HostCallMetadata) {
    guard !metadata.isEmpty else { return }
    var redaction = FieldRedaction(options.redactedFields.union(["authorization"]))
    record.metadata = metadata.keys.map { key in
      var entry = CallRecord.MetadataEntry(key: key)
      guard options.recordsPayloads else { return entry }
      switch metadata.value(forKey: key) {
      case _ where redaction.redacts(key): entry.value = .text(CallRecord.redaction)
      case .text(let text): entry.value = .text(text)
      case .bytes(let bytes): entry.value = .bytes(bytes)
      case nil: break
      }
      return entry
    }
    redacted.formUnion(redaction.found)
  }

  /// Sets the sizes of what has crossed, and the number of a stream's elements.
  mutating func setSizes(request: Int?, response: Int?, elements: Int? = nil) {
    record.requestSize = request
    record.responseSize = response
    record.elements = elements
  }

  mutating func setAttempts(_ attempts: Int) { record.attempts = attempts }

  // MARK: Payloads

  /// Whether the request was recorded, or left out.
  private(set) var hasRequest = false

  mutating func setRequest(_ payload: RecordedPayload?) {
    hasRequest = hasRequest || payload != nil
    set(\.request, payload, "request")
  }

  mutating func setResponse(_ payload: RecordedPayload?) { set(\.response, payload, "response") }

  mutating func setFailure(_ payload: RecordedPayload?) { set(\.failure, payload, "failure") }

  private mutating func set(
    _ part: WritableKeyPath<CallRecord, CBORRawItem?>, _ payload: RecordedPayload?, _ name: String
  ) {
    guard let payload else { return }
    record[keyPath: part] = payload.item
    redacted.formUnion(payload.redacted)
    if let omission = payload.omission { omit("\(name): \(omission)") }
  }

  /// Adds an element of a stream.
  mutating func addElement(_ payload: RecordedPayload?) {
    guard takesElements, let payload else { return }
    var elements = record.elementPayloads ?? []
    record.elementPayloads = nil
    let size = elementBytes + (payload.item?.bytes.count ?? 0)
    if let item = payload.item, elements.count < Self.maximumElements, size <= options.effectivePayloadLimit {
      elements.append(item)
      elementBytes = size
      redacted.formUnion(payload.redacted)
    } else {
      takesElements = false
      omit("elements: all after the first \(elements.count)")
    }
    record.elementPayloads = elements
  }

  private mutating func omit(_ text: String) {
    record.omitted = (record.omitted ?? []) + [Self.shortened(text)]
  }

  // MARK: Results

  /// Returns the record of the beginning.
  func beginning() -> CallRecord {
    var record = record
    record.redacted = redacted.isEmpty ? nil : redacted.sorted()
    return record
  }

  /// Returns the record of the end.
  ///
  /// - Parameters:
  ///   - code: The code of the error; `nil` for success.
  ///   - message: Its message.
  ///   - isGivenUp: Whether the reader of a stream has given it up.
  func ended(_ code: HostCallCode?, _ message: String? = nil, isGivenUp: Bool = false) -> CallRecord {
    var record = beginning()
    let (seconds, attoseconds) = start.duration(to: .now).components
    record.duration = Double(seconds) + Double(attoseconds) / 1e18
    record.outcome = CallRecord.Outcome(
      code: code?.rawValue ?? 0, name: isGivenUp ? "givenUp" : code.map { "\($0)" } ?? "ok",
      message: message.map(Self.shortened))
    return record
  }

  private static func shortened(_ text: String) -> String {
    text.utf8.count <= maximumMessage ? text : String(decoding: text.utf8.prefix(maximumMessage), as: UTF8.self) + "…"
  }
}
