// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
package import HostCall

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// Converts records of calls to text.
///
///     2023-11-14 22:13:20.500000 [42 #2<1] core → host, caller: fetch_profile, call 1: 9 → 16 bytes, 1.250 ms, ok
///         request: {"userID": 7}
///         response: {"name": "Ada", "tags": []}
package enum RecordText {
  /// Returns the lines of a record, without a newline at their end.
  package static func lines(of record: CallRecord) -> String {
    var lines: [String] = []
    if let loss = loss(before: record) { lines.append("-- \(loss)") }
    lines.append(line(of: record))
    let indent = "    "
    for entry in record.metadata ?? [] {
      lines.append(indent + "metadata \(printable(entry.key))" + (entry.value.map { ": \(notation($0))" } ?? ""))
    }
    for (part, item) in [("request", record.request), ("response", record.response), ("failure", record.failure)] {
      if let item { lines.append(indent + "\(part): \(item)") }
    }
    for (index, item) in (record.elementPayloads ?? []).enumerated() {
      lines.append(indent + "element \(index + 1): \(item)")
    }
    for omission in record.omitted ?? [] { lines.append(indent + "left out: \(printable(omission))") }
    return lines.joined(separator: "\n")
  }

  /// Returns how many records are missing before one; `nil` if none is.
  package static func loss(before record: CallRecord) -> String? {
    record.lost.map { "\($0) records before [\(record.process) #\(record.number)] could not be written" }
  }

  /// Returns a record as JSON on one line; a payload that JSON cannot represent is a text in diagnostic notation.
  package static func json(of record: CallRecord) -> String {
    // A payload may nest as deep as a message alone.
    var encoder = CBOREncoder()
    encoder.limits.nestingDepth = .max
    guard let value = try? CBORValue(encoding: record, with: encoder), case .map(let pairs) = value else {
      return "null"
    }
    if let text = try? JSONText.of(value, isPretty: false) { return text }
    let members = pairs.map { pair in
      CBORValue.Pair(
        key: pair.key,
        value: (try? JSONText.of(pair.value, isPretty: false)) == nil ? .text(notation(pair.value)) : pair.value)
    }
    return (try? JSONText.of(.map(members), isPretty: false)) ?? "null"
  }

  private static func line(of record: CallRecord) -> String {
    let number = "#\(record.number)" + (record.parent.map { "<\($0)" } ?? "")
    let way = record.direction == .toHost ? "core → host" : "host → core"
    let id = record.callID.map { ", \(record.kind.rawValue) \($0)" } ?? (record.kind == .stream ? ", stream" : "")
    var facts = ["\(size(record.requestSize)) → \(size(record.responseSize)) bytes"]
    if let elements = record.elements { facts.append("\(elements) \(elements == 1 ? "element" : "elements")") }
    if let attempts = record.attempts, attempts != 1 { facts.append("\(attempts) attempts") }
    if let duration = record.duration { facts.append(milliseconds(duration)) }
    if let outcome = record.outcome {
      facts.append(printable(outcome.name + (outcome.message.map { ": \($0)" } ?? "")))
    } else {
      facts = ["begins"]
    }
    return "\(time(record.time)) [\(record.process) \(number)] \(way), \(record.side.rawValue): "
      + "\(printable(record.name))\(id): \(facts.joined(separator: ", "))"
  }

  private static func size(_ size: Int?) -> String { size.map { "\($0)" } ?? "-" }

  private static func milliseconds(_ seconds: Double) -> String { "\(decimal(seconds * 1000, digits: 3)) ms" }

  /// Returns a time in UTC, with microseconds.
  private static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e11 else { return "\(seconds)" }
    let microseconds = Int64((seconds * 1e6).rounded())
    let second = microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000
    var clock = time_t(second)
    var parts = unsafe tm()
    unsafe gmtime_r(&clock, &parts)
    let date = unsafe [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let day = unsafe [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
    return date.map { padded($0, 2) }.joined(separator: "-") + " "
      + day.map { padded($0, 2) }.joined(separator: ":") + "." + padded(Int(microseconds - second * 1_000_000), 6)
  }

  private static func decimal(_ number: Double, digits: Int) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return "\(number)" }
    let thousandths = Int64((abs(number) * 1000).rounded())
    return "\(number < 0 ? "-" : "")\(thousandths / 1000).\(padded(Int(thousandths % 1000), digits))"
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = "\(number)"
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// Returns text on one line without control characters, which would reach the terminal.
  private static func printable(_ text: String) -> String {
    text.unicodeScalars.contains(where: PrintableText.isControl) ? notation(.text(text)) : text
  }

  private static func notation(_ value: CBORValue) -> String { value.diagnosticDescription }
}
