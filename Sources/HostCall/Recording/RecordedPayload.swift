// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostBridgeCore

/// A request or an answer as it is recorded, encoded before any lock is acquired.
struct RecordedPayload: Sendable {
  /// The payload, without the fields that are redacted; `nil` if it was left out.
  private(set) var item: CBORRawItem?
  /// The reason why it was left out.
  private(set) var omission: String?
  /// The names of the fields that were replaced.
  private(set) var redacted: Set<String> = []

  /// Encodes a value; returns `nil` if payloads are not recorded.
  init?(_ value: some Encodable, _ options: CallRecorder.Options) {
    guard options.recordsPayloads else { return nil }
    do {
      var redaction = FieldRedaction(options.redactedFields)
      if redaction.isEmpty {
        item = try CBORRawItem(encoding: value)
      } else {
        item = try CBORRawItem(encoding: redaction.redacted(CBORValue(encoding: value)))
        redacted = redaction.found
      }
      checkSize(options)
    } catch {
      omission = PayloadCodec.describe(error)
    }
  }

  /// Takes a payload in bytes whose type is not known.
  ///
  /// - Parameters:
  ///   - bytes: The payload. Evaluated, which may copy it, only if it is not too large.
  ///   - size: The size of the payload in bytes.
  ///   - encoding: The encoding; `nil` if it is not known, so that bytes are CBOR if they are well-formed.
  ///   - options: The recorder's options.
  init?(
    _ bytes: @autoclosure () -> [UInt8], size: Int, _ encoding: PayloadEncoding?, _ options: CallRecorder.Options
  ) {
    guard options.recordsPayloads else { return nil }
    if size > options.effectivePayloadLimit {
      self.init(omission: "\(size) bytes")
    } else if encoding != .raw, let item = try? CBORRawItem(bytes()) {
      self.init(item, options)
    } else {
      self.init(omission: "\(size) bytes that are not CBOR")
    }
  }

  private init(omission: String) { self.omission = omission }

  private mutating func checkSize(_ options: CallRecorder.Options) {
    guard let count = item?.bytes.count, count > options.effectivePayloadLimit else { return }
    item = nil
    omission = "\(count) bytes"
  }
}
