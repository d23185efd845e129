// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
package import HostCall

/// The calls of a log in one direction, in the order in which they began, each with those that the core made in turn.
package struct RecordedSession: Sendable {
  /// A call, and the calls of the core that had ended when it was answered.
  package struct Step: Sendable {
    package var call: RecordedCall
    package var hostCalls: [RecordedCall] = []
  }

  /// The numbers of a call and its process.
  private struct Key: Hashable {
    var process: Int
    var number: UInt64
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
    var found: [Key: (step: Int, end: Double?)] = [:]
    for record in records {
      let place = hasProcesses ? "process \(record.process), call \(record.number)" : "call \(record.number)"
      var call = RecordedCall(record, source: "\(place), \(record.name)")
      if record.direction == direction {
        found[Key(process: record.process, number: record.number)] = (steps.count, record.end)
        if let reason = Self.interruption(of: record) { call.answer = .failure(NotReplayable(reason)) }
        steps.append(Step(call: call))
      } else if record.direction == .toHost {
        let parent = record.parent.flatMap { found[Key(process: record.process, number: $0)] }
        guard let parent, let last = parent.end, let end = record.end, end <= last else {
          otherHostCalls.append(call)
          continue
        }
        steps[parent.step].hostCalls.append(call)
        if let gap = call.gap, case .success = steps[parent.step].call.answer {
          steps[parent.step].call.answer = .failure(NotReplayable("of its \(call.source): \(gap)"))
        }
      }
    }
  }

  /// Returns one record for each call, by process and number.
  ///
  /// A call that has ended may also have a record of its beginning, and one between two sides in a process has a record
  /// of each.
  private static func distinct(_ records: [CallRecord]) -> [CallRecord] {
    var processes: [Int: Int] = [:]
    var byKey: [Key: CallRecord] = [:]
    for record in records {
      if processes[record.process] == nil { processes[record.process] = processes.count }
      let key = Key(process: record.process, number: record.number)
      if byKey[key]?.outcome == nil { byKey[key] = record }
    }
    // The core's side states which of its calls to the host belong to which call to the core.
    let ofCore = Set(byKey.values.filter(\.isOfCore).compactMap(CallOnBridge.init))
    return byKey.values.filter { $0.isOfCore || CallOnBridge($0).map { !ofCore.contains($0) } ?? true }
      .sorted { left, right in
        (processes[left.process] ?? 0, left.number) < (processes[right.process] ?? 0, right.number)
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

  init?(_ record: CallRecord) {
    guard let bridge = record.bridge, let callID = record.callID else { return nil }
    (process, self.bridge, direction, self.callID) = (record.process, bridge, record.direction, callID)
  }
}

extension CallRecord {
  /// Whether the core's side has recorded the call.
  fileprivate var isOfCore: Bool { (direction == .toCore) == (side == .handler) }

  /// The time at which the call ended; `nil` if it did not.
  fileprivate var end: Double? { duration.map { time + $0 } }
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
