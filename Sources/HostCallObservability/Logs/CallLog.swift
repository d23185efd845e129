// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
internal import HostBridgeCore
internal import HostCall
internal import Logging

/// Logs how calls end.
///
/// | Level | What |
/// |---|---|
/// | error | `internal`, `unknown`, `dataLoss`: a defect of one side |
/// | warning | any other error that an operator can do something about, such as `unavailable`; a slow call |
/// | info | a call that was repeated and then succeeded; at the handler's side, a mistake of the caller |
/// | debug | what belongs to normal operation: `cancelled`, a declared failure, and codes that a handler chooses |
/// | trace | a response |
///
/// Messages are constant, so that they can be searched for and counted; what differs is in the metadata.
struct CallLog: Sendable {
  let logger: Logger
  let slowCall: Duration

  /// Logs a call that has ended.
  func end(_ call: ObservedCall) {
    let isSlow = call.elements == nil && call.duration >= slowCall
    let entry: (level: Logger.Level, message: Logger.Message)
    if let code = call.code {
      let level = Self.level(of: code, call.side)
      entry = (isSlow && level < .warning ? .warning : level, "the call has failed")
    } else if isSlow {
      entry = (.warning, "the call was slow")
    } else if call.attempts > 1 {
      entry = (.info, "the call was repeated")
    } else {
      entry = (.trace, "the call has ended")
    }
    logger.log(level: entry.level, entry.message, metadata: Self.metadata(of: call))
  }

  /// Returns the level at which an error is logged.
  static func level(of code: HostCallCode, _ side: ObservedCall.Side) -> Logger.Level {
    switch code {
    case .internal, .unknown, .dataLoss: .error
    case .unavailable, .deadlineExceeded, .resourceExhausted: .warning
    // Mistakes of the caller, of which a peer can make any number.
    case .unimplemented, .failedPrecondition, .permissionDenied, .unauthenticated, .invalidArgument:
      side == .client ? .warning : .info
    default: .debug
    }
  }

  private static func metadata(of call: ObservedCall) -> Logger.Metadata {
    var metadata: Logger.Metadata = [
      "hostcall.call": "\(call.wireName)", "hostcall.side": "\(call.side.rawValue)",
      "hostcall.outcome": "\(call.outcome)", "hostcall.duration_ms": "\(call.duration.inMilliseconds)",
    ]
    if let id = call.callID { metadata["hostcall.call_id"] = "\(id)" }
    if call.attempts > 1 { metadata["hostcall.attempts"] = "\(call.attempts)" }
    if let size = call.requestSize { metadata["hostcall.request_bytes"] = "\(size)" }
    if let size = call.responseSize { metadata["hostcall.response_bytes"] = "\(size)" }
    if let elements = call.elements { metadata["hostcall.elements"] = "\(elements)" }
    if let message = call.message { metadata["error.message"] = "\(message)" }
    return metadata
  }
}

extension Duration {
  /// The duration in milliseconds, with three digits.
  var inMilliseconds: Double {
    let microseconds = components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    return Double(microseconds) / 1000
  }

  /// The duration in nanoseconds, at most `Int64.max`.
  var inNanoseconds: Int64 {
    let (nanoseconds, overflows) = components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflows ? .max : nanoseconds &+ components.attoseconds / 1_000_000_000
  }
}
#endif
