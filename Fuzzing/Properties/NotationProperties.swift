// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// The properties that the parser of diagnostic notation must have for any text, none of which may trap.
public enum NotationProperties {
  /// Checks all properties for some text.
  public static func check(_ text: String) throws(PropertyFailure) {
    let bytes: [UInt8]
    do throws(CBORDiagnosticError) {
      bytes = try CBOREncoder().encode(diagnostic: text)
    } catch {
      let count = text.utf8.count
      try PropertyFailure.unless((0...count).contains(error.offset), "\(error) is at \(error.offset) of \(count) bytes")
      try PropertyFailure.unless(error.line > 0 && error.column > 0, "\(error) has no line or no column")
      try PropertyFailure.unless(!error.message.isEmpty, "\(error) has no message")
      try PropertyFailure.unless((try? CBORValue(diagnostic: text)) == nil, "\(text) has a value, but no encoding")
      return
    }
    do {
      // Notation with duplicate keys is valid and is encoded.
      var decoder = CBORDecoder()
      decoder.limits.rejectsDuplicateKeys = false
      let value = try decoder.decode(CBORValue.self, from: bytes)
      try PropertyFailure.unless(try CBORValue(diagnostic: text) == value, "\(text) has two values")
      let notation = try decoder.diagnosticNotation(of: bytes)
      let again = try decoder.decode(CBORValue.self, from: CBOREncoder().encode(diagnostic: notation))
      try PropertyFailure.unless(again == value, "\(text) is written as \(notation)")
    } catch let failure as PropertyFailure {
      throw failure
    } catch {
      throw PropertyFailure("\(text) is encoded as \(bytes), which leads to an error: \(error)")
    }
  }
}
