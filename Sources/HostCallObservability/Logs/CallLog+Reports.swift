// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
internal import HostBridgeCore
internal import Logging

extension CallLog {
  /// Logs a call that has been pending for long.
  func report(_ call: StaleCall) {
    logger.warning(
      "the call is stale",
      metadata: [
        "hostcall.call": "\(call.wireName)", "hostcall.call_id": "\(call.callID)",
        "hostcall.duration_ms": "\(call.age.inMilliseconds)", "hostcall.inside_invoke": "\(call.isInsideInvoke)",
      ])
  }

  /// Logs schemas that differ.
  func report(_ mismatch: SchemaMismatch) {
    logger.warning(
      "the schemas of a call differ",
      metadata: [
        "hostcall.call": "\(mismatch.wireName)", "hostcall.difference": "\(mismatch.difference)",
        "hostcall.host_fingerprint": "\(Hexadecimal.prefixed(mismatch.hostFingerprint))",
        "hostcall.core_fingerprint": "\(Hexadecimal.prefixed(mismatch.coreFingerprint))",
      ])
  }

  /// Logs a report of a bridge: a defect of the host or of a listener as an error, anything else as a warning.
  func report(_ report: HostBridgeReport) {
    var metadata: Logger.Metadata = [
      "hostcall.report": "\(report.kind)", "hostcall.report_message": "\(report.message)",
    ]
    if let name = report.wireName { metadata["hostcall.call"] = "\(name)" }
    if let id = report.callID { metadata["hostcall.call_id"] = "\(id)" }
    let isDefect = report.kind == .invalidOutcome || report.kind == .failedEvent
    logger.log(level: isDefect ? .error : .warning, "the bridge reports an event", metadata: metadata)
  }

  /// Logs an error of a handler whose message is not sent to the peer.
  func report(_ error: BridgeError) {
    var metadata: Logger.Metadata = ["hostcall.outcome": "\(error.code)", "error.message": "\(error.message)"]
    if let name = error.wireName { metadata["hostcall.call"] = "\(name)" }
    logger.error("the handler has failed", metadata: metadata)
  }
}
#endif
