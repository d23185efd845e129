// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Where types that decode themselves begin to read the message, and where decoding continues after them.
extension DecodingMessage {
  /// Returns a reader of the item at an offset, which is the next item unless the message has been scanned.
  func reader(at offset: Int, of context: DecodingContext) -> CBORReader {
    let start = unsafe input.start
    if isSequential {
      return unsafe CBORReader(
        cursor, start: start, depthLeft: depthLeft, levelsLeft: levelsLeft, reserved: reserved, limits: options.limits,
        context: context)
    }
    // The scan has already checked the nesting limit.
    let cursor = unsafe ItemCursor(at: start + offset, end: self.cursor.end, pending: 1)
    return unsafe CBORReader(
      cursor, start: start, depthLeft: .max, levelsLeft: levelsLeft, reserved: reserved, limits: options.limits,
      context: context)
  }

  /// Continues after the item that a reader has read.
  ///
  /// - Throws: ``CBORError`` if the reader has left a part of it, and the message is malformed.
  func resume(behind reader: borrowing CBORReader) throws(CBORError) {
    reserved = reader.reserved
    guard isSequential else { return }
    guard reader.cursor.pending == cursor.pending &- 1, !reader.isInTag, reader.uncheckedMaps == 0 else {
      return try scan()
    }
    cursor = reader.cursor
  }
}
