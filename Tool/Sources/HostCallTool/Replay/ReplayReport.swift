// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The outcomes of recorded calls that were made again.
package struct ReplayReport: Sendable {
  /// An outcome as JSON has it.
  private struct Entry: Encodable {
    var source: String
    var call: String
    var result: String
    var reason: String?
  }

  private struct Summary: Encodable {
    var results: [Entry]
    var counts: [String: Int]
    var nestedCallsNotCompared: Int?
  }

  private static let results = ["ok", "differs", "not offered", "skipped", "malformed"]

  private var entries: [Entry] = []
  /// The number of nested calls of the calls that were compared, if a server's host answers them.
  private var uncompared = 0

  package init() {}

  /// Adds an outcome.
  ///
  /// - Parameters:
  ///   - outcome: The outcome.
  ///   - call: The recorded call.
  ///   - calls: The differences and notes about the core's nested calls, and how many were not compared.
  /// - Returns: The line that describes it.
  package mutating func add(
    _ outcome: ReplayOutcome, of call: RecordedCall, _ calls: ReplayedHostCalls = ReplayedHostCalls()
  ) -> String {
    let (result, reason): (String, String?) =
      switch outcome {
      case .same where calls.differences.isEmpty: ("ok", nil)
      case .same: ("differs", calls.differences.joined(separator: "; "))
      case .differs(let reason): ("differs", ([reason] + calls.differences + calls.notes).joined(separator: "; "))
      case .notOffered: ("not offered", nil)
      case .skipped(let reason): ("skipped", reason)
      case .malformed(let reason): ("malformed", reason)
      }
    if result == "ok" || result == "differs" { uncompared += calls.uncompared }
    entries.append(Entry(source: call.source, call: call.name, result: result, reason: reason))
    // Names, messages and values come from the recording and from the other side.
    return PrintableText.of("\(call.source): \(result)\(reason.map { ": \($0)" } ?? "")")
  }

  private func count(_ result: String) -> Int { entries.count { $0.result == result } }

  /// The numbers of outcomes, such as `3 calls: 2 ok, 1 differs`, and a line about calls that were not compared.
  package var summary: String {
    let counts = Self.results.filter { $0 == "ok" || count($0) > 0 }.map { "\(count($0)) \($0)" }
    let line = "\(entries.count) \(Self.calls(entries.count)): \(counts.joined(separator: ", "))"
    if uncompared == 0 { return line }
    return line + "\nnot compared: \(uncompared) nested \(Self.calls(uncompared)), which the server's host answers"
  }

  private static func calls(_ count: Int) -> String { count == 1 ? "call" : "calls" }

  /// The outcomes and their numbers in JSON, with sorted keys.
  package var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let counts = Dictionary(uniqueKeysWithValues: Self.results.map { ($0, count($0)) })
      let summary = Summary(
        results: entries, counts: counts, nestedCallsNotCompared: uncompared == 0 ? nil : uncompared)
      return String(decoding: try encoder.encode(summary), as: UTF8.self) + "\n"
    }
  }

  /// The exit status: 65 if a recording is malformed, 1 if an answer differs, 69 if none was compared, otherwise 0.
  package var status: Int32 {
    if count("malformed") > 0 { return 65 }
    if count("differs") > 0 { return 1 }
    return count("ok") == 0 ? 69 : 0
  }
}
