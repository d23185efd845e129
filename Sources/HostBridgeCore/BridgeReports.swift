internal import Synchronization

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
  }

  /// What kind of report it is.
  public let kind: Kind
  /// The wire name of the call, where there is one.
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
}

/// To whom a bridge reports.
final class BridgeReports: Sendable {
  /// A host can cause as many reports as it likes; so many are given.
  private static let most = 16

  private let onStaleCall: (@Sendable (StaleCall) -> Void)?
  private let onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)?
  private let onReport: (@Sendable (HostBridgeReport) -> Void)?
  private let given = Atomic<Int>(0)

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

  /// Gives a report, unless there have been too many.
  func report(_ make: () -> HostBridgeReport?) {
    guard given.load(ordering: .relaxed) < Self.most, let report = make(),
      given.add(1, ordering: .relaxed).oldValue < Self.most
    else { return }
    Reporting.report(report, to: onReport)
  }
}
