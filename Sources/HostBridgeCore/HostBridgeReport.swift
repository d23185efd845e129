// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An event that a bridge reports to the core because neither a status nor a call's error can.
///
/// A status tells a host about its mistake; without a report, the core would only see a call that never ends.
public struct HostBridgeReport: Hashable, Sendable {
  /// The kind of a report.
  public enum Kind: Hashable, Sendable {
    /// A host answered with an undefined outcome.
    ///
    /// The call is still pending.
    case invalidOutcome
    /// The last reference to an open bridge was dropped, and no host knows its handle.
    ///
    /// The bridge is now closed.
    case droppedBridge
    /// A handler was registered under a name that the core, which declares its calls, has not declared: usually a
    /// misspelling.
    case undeclaredHandler
    /// An event could not be decoded by a listener in Swift, which skipped it.
    case undecodableEvent
    /// The method of an interface threw an error for an event; it receives later events.
    case failedEvent
  }

  /// The kind of this report.
  public let kind: Kind
  /// The wire name of the call, the handler or the event; `nil` if none applies.
  public let wireName: String?
  /// The ID of the call on its bridge, from 1; `nil` if no call is concerned.
  public let callID: UInt64?
  /// A description of the event for people.
  public let message: String
}

extension HostBridgeReport: CustomStringConvertible {
  /// One line that names the call, if there is one, and ends with the message.
  public var description: String {
    let call = callID.map { " (call \($0))" } ?? ""
    return wireName.map { "\($0)\(call): \(message)" } ?? "\(message)\(call)"
  }
}

extension HostBridgeReport {
  static func invalidOutcome(_ outcome: Int32, wireName: String?, callID: UInt64) -> HostBridgeReport {
    HostBridgeReport(
      kind: .invalidOutcome, wireName: wireName, callID: callID,
      message: "the host answered with \(outcome), which hostcall.h does not define; the call is still pending")
  }

  static func droppedBridge() -> HostBridgeReport {
    HostBridgeReport(
      kind: .droppedBridge, wireName: nil, callID: nil,
      message: "a HostBridge was dropped without being closed, and no host knows its handle; it is closed now")
  }

  /// - Parameter declared: The names of the declared calls.
  static func undeclaredHandler(_ name: WireName, among declared: [WireName]) -> HostBridgeReport {
    var message = "a handler is registered for a call that the core has not declared"
    if let nearest = NearestName.find(name.text, among: declared.map(\.text)) {
      message += "; the nearest declared name is \"\(nearest)\""
    }
    return HostBridgeReport(kind: .undeclaredHandler, wireName: name.text, callID: nil, message: message)
  }
}

extension EventReader {
  /// Reports an event that a listener in Swift could not use.
  ///
  /// - Parameter message: Not evaluated if reports of the kind are not passed on any more.
  package func report(_ kind: HostBridgeReport.Kind, _ message: @autoclosure () -> String, wireName: String) {
    storage.reports.report(kind) {
      HostBridgeReport(kind: kind, wireName: wireName, callID: nil, message: message())
    }
  }
}
