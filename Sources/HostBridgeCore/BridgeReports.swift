/// Something that a bridge tells the core, since no status and no error of a call would.
///
/// A host is told by a status that it has made a mistake; the core, whose calls hang or fail for it, would not know.
public struct HostBridgeReport: Hashable, Sendable {
  /// What kind of report it is.
  public enum Kind: Hashable, Sendable {
    /// A host has answered with an outcome that does not exist. The call is still pending.
    case invalidOutcome
    /// The last reference to a bridge was dropped that was not closed, and whose handle no host knows. It is closed now.
    case droppedBridge
    /// A handler is registered under a name that the core, which has declared its calls, has not declared: usually a
    /// misspelling, and a call that will find no handler.
    case undeclaredHandler
  }

  /// What kind of report it is.
  public let kind: Kind
  /// The wire name of the call or the handler, where there is one.
  public let wireName: String?
  /// The call's ID on its bridge, from 1, where there is one.
  public let callID: UInt64?
  /// What happened, in words.
  public let message: String
}

extension HostBridgeReport: CustomStringConvertible {
  /// One line with the call, if there is one, and the message.
  public var description: String {
    let call = callID.map { " (call \($0))" } ?? ""
    return wireName.map { "\($0)\(call): \(message)" } ?? "\(message)\(call)"
  }
}

extension HostBridgeReport {
  static func invalidOutcome(_ outcome: Int32, wireName: String?, callID: UInt64) -> HostBridgeReport {
    HostBridgeReport(
      kind: .invalidOutcome, wireName: wireName, callID: callID,
      message: "the host answered with \(outcome), which is no outcome of hostcall.h; the call is still pending")
  }

  static func droppedBridge() -> HostBridgeReport {
    HostBridgeReport(
      kind: .droppedBridge, wireName: nil, callID: nil,
      message: "a HostBridge was dropped without being closed, and no host knows its handle; it is closed now")
  }

  /// - Parameter declared: The names that the core has declared.
  static func undeclaredHandler(_ name: WireName, among declared: [WireName]) -> HostBridgeReport {
    var message = "a handler is registered for a call that the core has not declared"
    if let nearest = NearestName.find(name.text, among: declared.map(\.text)) {
      message += "; the nearest that it has is \"\(nearest)\""
    }
    return HostBridgeReport(kind: .undeclaredHandler, wireName: name.text, callID: nil, message: message)
  }
}

/// To whom a bridge reports.
final class BridgeReports: Sendable {
  /// A host can cause as many reports as it likes; so many of each kind are given.
  private static let most = 16

  private let onStaleCall: (@Sendable (StaleCall) -> Void)?
  private let onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)?
  private let onReport: (@Sendable (HostBridgeReport) -> Void)?
  private let given = Guarded<[HostBridgeReport.Kind: Int]>([:])

  init(
    onStaleCall: (@Sendable (StaleCall) -> Void)?, onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)?,
    onReport: (@Sendable (HostBridgeReport) -> Void)?
  ) {
    self.onStaleCall = onStaleCall
    self.onSchemaMismatch = onSchemaMismatch
    self.onReport = onReport
  }

  func report(_ call: StaleCall) { Reporting.report(call, to: onStaleCall) }

  func report(_ mismatch: SchemaMismatch) { Reporting.report(mismatch, to: onSchemaMismatch) }

  /// Gives a report, unless there have been too many of its kind.
  func report(_ kind: HostBridgeReport.Kind, _ make: () -> HostBridgeReport?) {
    guard given.withLock({ $0[kind, default: 0] < Self.most }), let report = make() else { return }
    let isGiven = given.withLock { given in
      given[kind, default: 0] += 1
      return given[kind, default: 0] <= Self.most
    }
    if isGiven { Reporting.report(report, to: onReport) }
  }
}
