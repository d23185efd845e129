// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// Records of calls, as logs contain them.
enum Records {
  /// Returns the record of a call of the core to the host.
  static func toHost(
    _ number: UInt64, _ name: String, parent: UInt64? = nil, _ request: UInt8 = 0, response: UInt8 = 0
  ) throws -> CallRecord {
    var record = try call(number, .toHost, .caller, name, request, response: response)
    record.parent = parent
    return record
  }

  /// Returns the record of a call of the host to the core, which ends after those with up to ten higher numbers.
  static func toCore(
    _ number: UInt64, _ name: String, _ request: UInt8 = 0, response: UInt8 = 0
  ) throws -> CallRecord {
    var record = try call(number, .toCore, .handler, name, request, response: response)
    record.duration = 10
    return record
  }

  private static func call(
    _ number: UInt64, _ direction: CallRecord.Direction, _ side: CallRecord.Side, _ name: String, _ request: UInt8,
    response: UInt8
  ) throws -> CallRecord {
    var record = CallRecord(
      number: number, process: 1, time: Double(number), direction: direction, side: side, kind: .call, name: name)
    record.duration = 0.5
    record.outcome = CallRecord.Outcome(code: 0, name: "ok")
    (record.request, record.response) = (try CBORRawItem([request]), try CBORRawItem([response]))
    return record
  }
}
