// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
package import HostCall

/// The calls of a log in one direction, in the order in which they began, each with its nested calls.
package struct RecordedSession: Sendable {
  /// A call, and the calls of the core that had ended when it was answered.
  package struct Step: Sendable {
    package var call: RecordedCall
    package var hostCalls: [RecordedCall] = []
  }

  /// The number of a call, which another program with the same process ID, or another library, may have used as well.
  private struct Number: Hashable {
    var process: Int
    var number: UInt64
  }

  /// What the records of the beginning and the end of a call have in common.
  private struct Key: Hashable {
    var number: Number
    var time: Double
    var name: String
  }

  package private(set) var steps: [Step] = []
  /// The other calls of the core, which it may make at any time.
  package private(set) var otherHostCalls: [RecordedCall] = []

  /// - Parameters:
  ///   - records: The records of a log.
  ///   - direction: The direction of the calls to make again.
  package init(_ records: [CallRecord], _ direction: CallRecord.Direction) {
    let records = Self.distinct(records)
    let hasProcesses = Set(records.map(\.process)).count > 1
    var counts: [Number: Int] = [:]
    var found: [Number: [(step: Int, record: CallRecord)]] = [:]
    var hostCalls: [(call: RecordedCall, record: CallRecord)] = []
    for record in records {
      let number = Number(process: record.process, number: record.number)
      counts[number, default: 0] += 1
      let place = (hasProcesses ? "process \(record.process), " : "") + "call \(record.number)"
      let repetition = counts[number].map { $0 > 1 ? " (\($0))" : "" } ?? ""
      var call = RecordedCall(record, source: "\(place)\(repetition), \(record.name)")
      if record.direction == direction {
        found[number, default: []].append((steps.count, record))
        if let reason = Self.interruption(of: record) { call.answer = .failure(NotReplayable(reason)) }
        steps.append(Step(call: call))
      } else if record.direction == .toHost {
        hostCalls.append((call, record))
      }
    }
    for (call, record) in hostCalls {
      let sameNumber = record.parent.flatMap { found[Number(process: record.process, number: $0)] } ?? []
      let parents = sameNumber.filter { $0.record.contains(record) }.map(\.step)
      add(call, to: parents, "of two libraries in process \(record.process), both may have made \(call.source)")
    }
  }

  /// Adds a call of the core to the one call that it belongs to, as far as that is known.
  private mutating func add(_ call: RecordedCall, to parents: [Int], _ ambiguity: String) {
    guard let parent = parents.first, parents.count == 1 else {
      for parent in parents { steps[parent].call.answer = .failure(NotReplayable(ambiguity)) }
      return otherHostCalls.append(call)
    }
    steps[parent].hostCalls.append(call)
    steps[parent].call.nestedCalls += 1
    if let gap = call.gap, case .success = steps[parent].call.answer {
      steps[parent].call.answer = .failure(NotReplayable("of its \(call.source): \(gap)"))
    }
  }

  /// Returns one record for each call, by process and time.
  ///
  /// A call that has ended may also have a record of its beginning, and one between two sides in a process has a record
  /// of each.
  private static func distinct(_ records: [CallRecord]) -> [CallRecord] {
    var processes: [Int: Int] = [:]
    var byKey: [Key: CallRecord] = [:]
    for record in records {
      if processes[record.process] == nil { processes[record.process] = processes.count }
      let number = Number(process: record.process, number: record.number)
      let key = Key(number: number, time: record.time, name: record.name)
      if byKey[key]?.outcome == nil { byKey[key] = record }
    }
    // The core's side states which of its calls to the host belong to which call to the core.
    var ofCore: [CallOnBridge: [CallRecord]] = [:]
    for record in byKey.values where record.isOfCore {
      if let call = CallOnBridge(record) { ofCore[call, default: []].append(record) }
    }
    return byKey.values.filter { record in
      record.isOfCore || !(CallOnBridge(record).flatMap { ofCore[$0] } ?? []).contains { $0.overlaps(record) }
    }
    .sorted { left, right in
      (processes[left.process] ?? 0, left.time, left.number) < (processes[right.process] ?? 0, right.time, right.number)
    }
  }

  /// Returns why a call ended before its answer; `nil` if it did not.
  private static func interruption(of record: CallRecord) -> String? {
    switch record.outcome.map({ HostCallCode(rawValue: $0.code) }) {
    case .cancelled? where record.kind == .call: "its caller cancelled it"
    case .deadlineExceeded?: "its deadline had passed"
    default: nil
    }
  }
}

/// What the records of both sides of a call have in common.
private struct CallOnBridge: Hashable {
  var process: Int
  var bridge: UInt64
  var direction: CallRecord.Direction
  var callID: UInt64
  var name: String

  init?(_ record: CallRecord) {
    guard let bridge = record.bridge, let callID = record.callID else { return nil }
    (process, self.bridge, direction, self.callID) = (record.process, bridge, record.direction, callID)
    name = record.name
  }
}

extension CallRecord {
  /// Whether the core's side has recorded the call.
  fileprivate var isOfCore: Bool { (direction == .toCore) == (side == .handler) }

  /// The time at which the call ended; `nil` if it did not.
  private var end: Double? { duration.map { time + $0 } }

  /// Whether a call began and ended while this one ran.
  fileprivate func contains(_ other: CallRecord) -> Bool {
    guard let end, let otherEnd = other.end else { return false }
    return time <= other.time && otherEnd <= end
  }

  /// Whether this call and another one ran at the same time, as the two records of one call do.
  fileprivate func overlaps(_ other: CallRecord) -> Bool {
    time <= other.end ?? .infinity && other.time <= end ?? .infinity
  }
}

extension RecordedCall {
  /// Why the call cannot be answered as it was; `nil` if it can.
  fileprivate var gap: String? {
    switch answer {
    case .failure(let error): error.reason
    case .success(.elements(_, end: .end)): nil
    case .success(.elements([], end: .failure)), .success(.elements([], end: .error)): nil
    case .success(.elements): "the log does not have the whole stream, or the stream ended with an error"
    case .success: nil
    }
  }
}
