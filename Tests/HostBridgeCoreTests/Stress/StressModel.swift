// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore

/// A call as its caller saw it.
struct StressCall: Sendable {
  let number: UInt64
  let name: String
  let hasTimeout: Bool
  let isCancelled: Bool
  let outcome: Result<(callID: UInt64, payload: [UInt8]), BridgeError>

  var callID: UInt64? {
    switch outcome {
    case .success(let answer): answer.callID
    case .failure(let error): error.callID
    }
  }
}

/// The properties of a bridge after it is closed and everything has returned.
enum StressModel {
  /// - Returns: The properties that are violated.
  static func violations(
    of calls: [StressCall], _ host: StressHost.Record, _ counts: HostBridgeStatistics, mayRefuse: Bool
  ) -> [String] {
    var found = host.violations
    func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
      if !condition { found.append(message()) }
    }
    var tally: [String: UInt64] = [:]
    var answered: Set<UInt64> = []
    for call in calls {
      let accepted = call.callID.flatMap { host.accepted[$0] }
      if let id = call.callID, let number = host.invoked[id] {
        expect(number == call.number, "call \(id) was invoked for request \(number), and is of \(call.number)")
      }
      let isFromHost = accepted != nil
      if isFromHost, let id = call.callID { answered.insert(id) }
      expect(isFromHost || !isHosts(call.outcome), "\(call) has an answer that no host gave")
      let kind: String
      switch call.outcome {
      case .success(let answer):
        kind = "answered"
        expect(
          accepted?.outcome == HOSTCALL_REPLY_OK && accepted?.payload == answer.payload, "\(call) has another answer")
      case .failure(let error) where isFromHost:
        kind = "failed"
        expect(code(of: accepted?.outcome) == error.code, "\(call) ended with \(error), and was answered")
      case .failure(let error):
        switch error.code {
        case .cancelled:
          kind = "cancelled"
          expect(call.isCancelled, "\(call) was not cancelled")
        case .deadlineExceeded:
          kind = "expired"
          expect(call.hasTimeout, "\(call) had no deadline")
        case .resourceExhausted:
          kind = "refused"
          expect(mayRefuse, "\(call) should have waited")
        case .unimplemented, .unavailable: kind = "\(error.code)"
        default:
          kind = ""
          expect(false, "\(call) ended with \(error)")
        }
      }
      tally[kind, default: 0] += 1
    }
    expect(answered == Set(host.accepted.keys), "answers were taken for calls that did not get them")
    for (id, times) in host.cancelled {
      expect(times == 1, "call \(id) was told \(times) times to be cancelled")
      expect(host.invoked[id] != nil, "call \(id) was told to be cancelled, and never invoked")
      expect(host.accepted[id] == nil, "call \(id) was answered, and told to be cancelled")
    }
    expect(host.registered == host.released, "\(host.registered) handlers, \(host.released) released")
    expect(host.called == host.replied, "\(host.called) calls to the core, \(host.replied) replies")
    expect(counts.answered == tally["answered", default: 0], "\(counts) against \(tally)")
    expect(counts.cancelled == tally["cancelled", default: 0], "\(counts) against \(tally)")
    expect(counts.expired == tally["expired", default: 0], "\(counts) against \(tally)")
    expect(counts.inFlight == 0 && counts.waiting == 0, "something is pending: \(counts)")
    expect(
      counts.made == counts.answered + counts.failed + counts.cancelled + counts.expired, "the sum is wrong: \(counts)")
    expect(counts.made <= UInt64(calls.count), "\(calls.count) calls, and \(counts)")
    return found
  }

  private static func isHosts(_ outcome: Result<(callID: UInt64, payload: [UInt8]), BridgeError>) -> Bool {
    switch outcome {
    case .success: true
    case .failure(let error): [.unknown, .failed, .aborted].contains(error.code)
    }
  }

  private static func code(of outcome: Int32?) -> HostCallCode? {
    switch outcome {
    case HOSTCALL_REPLY_ERROR: .unknown
    case HOSTCALL_REPLY_FAILURE: .failed
    case HOSTCALL_REPLY_CANCELLED: .cancelled
    case 0x10a: .aborted
    default: nil
    }
  }
}
