// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CallRecorder {
  /// What a recorder records, and how much.
  public struct Options: Hashable, Sendable {
    /// A Boolean value that indicates whether requests, answers and the values of metadata are recorded; false by
    /// default, since they may be secret.
    public var recordsPayloads = false
    /// A Boolean value that indicates whether the beginning of each call is recorded too, so that calls without an
    /// answer can be seen; false by default.
    public var recordsBeginnings = false
    /// The names of the fields and of the metadata whose values are replaced by ``CallRecord/redaction``, at any depth
    /// and in any case; empty by default.
    ///
    /// A field has the name that it has in CBOR. The metadata `authorization` is always redacted. Texts inside a field,
    /// and the messages of errors, are recorded as they are.
    public var redactedFields: Set<String> = []
    /// The maximum size in bytes of the log and its predecessor together; 64 MiB by default, values below 64 KiB count
    /// as that.
    ///
    /// A log of half of it is renamed to have the suffix `.1`, in place of an earlier one, and another is begun.
    public var sizeLimit = 64 << 20 {
      didSet { sizeLimit = max(64 << 10, sizeLimit) }
    }
    /// The maximum size in bytes of one payload, and of all elements of a stream; larger ones are left out.
    ///
    /// 1 MiB by default, and never more than a sixteenth of ``sizeLimit``. Of a stream, the first 1000 elements are
    /// recorded.
    public var payloadLimit = 1 << 20

    /// The maximum size of a payload.
    ///
    /// Two of that size leave room in a file of the log for the rest of almost any record; one that is larger is lost,
    /// and counted.
    var effectivePayloadLimit: Int { max(0, min(payloadLimit, sizeLimit / 16)) }

    /// Creates options with the defaults.
    public init() {}
  }
}
