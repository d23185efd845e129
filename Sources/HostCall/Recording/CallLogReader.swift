// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Reads the records of a log whose bytes arrive in chunks, as those of a growing file do.
///
///     var reader = CallLogReader()
///     reader.append(bytes)
///     while let record = try reader.next() { print(record.name) }
///     try reader.finish()
///
/// Thread safety: a value.
public struct CallLogReader: Sendable {
  private var rest: ArraySlice<UInt8> = []
  /// Whether a header or a record was read.
  private var isLog = false
  /// The position of the next record in bytes from the start of the log.
  public private(set) var offset = 0

  /// Creates a reader at the start of a log.
  public init() {}

  /// Returns the records of a complete log.
  ///
  /// - Parameter bytes: The log.
  /// - Throws: As ``next()`` and ``finish()``.
  public static func records(in bytes: [UInt8]) throws(CallLogError) -> [CallRecord] {
    var reader = CallLogReader()
    reader.append(bytes)
    var records: [CallRecord] = []
    while let record = try reader.next() { records.append(record) }
    try reader.finish()
    return records
  }

  /// Adds bytes that follow those of earlier calls.
  public mutating func append(_ bytes: [UInt8]) {
    // Drops the bytes of earlier records.
    rest = rest.isEmpty ? bytes[...] : Array(rest)[...] + bytes
  }

  /// Reads the next record.
  ///
  /// - Returns: The record; `nil` if more bytes are needed.
  /// - Throws: Why the log cannot be read further. A further call throws the same error.
  public mutating func next() throws(CallLogError) -> CallRecord? {
    while !rest.isEmpty {
      let start = rest.prefix(CallLogHeader.tag.count)
      guard start.elementsEqual(CallLogHeader.tag) else {
        if CallLogHeader.tag.starts(with: start) { return nil }
        // A log that is emptied while a record is written begins with that record.
        if !isLog, !beginsRecord { throw notALog }
        let record = try take(CallRecord.self)
        if record != nil { isLog = true }
        return record
      }
      let before = (rest: rest, offset: offset)
      guard let header = try take(CallLogHeader.self) else { return nil }
      guard header.version == CallLogHeader.version else {
        (rest, offset) = before
        throw CallLogError(
          code: .unsupportedVersion, offset: offset,
          message: "the log has version \(header.version), but this version reads \(CallLogHeader.version)")
      }
      isLog = true
    }
    return nil
  }

  /// Checks that the log ends after a record.
  ///
  /// - Throws: `incomplete` if bytes are left.
  public func finish() throws(CallLogError) {
    guard !rest.isEmpty else { return }
    let isHeader = CallLogHeader.tag.starts(with: rest.prefix(CallLogHeader.tag.count))
    throw CallLogError(
      code: .incomplete, offset: offset,
      message: "the log ends inside a \(isHeader ? "header" : "record"), after \(rest.count) bytes of it")
  }

  /// Whether the rest, as far as it is known, is a map whose first key is `number`, as that of a ``CallRecord`` is.
  private var beginsRecord: Bool {
    guard let head = rest.first, (0xA1...0xB8).contains(head) else { return false }
    let key = rest.dropFirst(head == 0xB8 ? 2 : 1)
    let first: [UInt8] = [0x66] + "number".utf8
    return first.starts(with: key.prefix(first.count))
  }

  private var notALog: CallLogError {
    CallLogError(
      code: .notALog, offset: offset,
      message: "expected the header of a log of calls, d9 d9 f7 a1 6c \"hostcall-log\"")
  }

  /// Reads an item; returns `nil` if it is incomplete.
  private mutating func take<Item: Decodable>(_ type: Item.Type) throws(CallLogError) -> Item? {
    do {
      var decoder = CBORDecoder()
      decoder.limits = CallRecord.limits
      let (item, count) = try decoder.decodePrefix(type, from: rest)
      rest = rest.dropFirst(count)
      offset += count
      return item
    } catch let error as CBORError where error.code == .endOfInput {
      return nil
    } catch {
      if !isLog { throw notALog }
      var text = PayloadCodec.describe(error)
      if let error = error as? CBORError { text = "\(error.message), \(error.offset) bytes into the record" }
      throw CallLogError(code: .damaged, offset: offset, message: "expected a record of a call: \(text)")
    }
  }
}
