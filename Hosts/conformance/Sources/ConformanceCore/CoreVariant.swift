// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

/// The cores of this library, all with the same name for their host.
public enum CoreVariant: Sendable {
  /// Needs ``ConformanceHost`` and offers ``ConformanceCore``.
  case whole
  /// Needs another `fetch_profile`.
  case changedHost
  /// Offers only ``ChangedLogInCore``.
  case partialCore

  /// The largest payload, in bytes.
  static let maximumPayloadSize = 4 << 20

  /// Opens a bridge and exposes the core.
  ///
  /// - Returns: `nil` if that is impossible.
  public func openBridge() -> HostBridge? {
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = Self.maximumPayloadSize
    let bridge = HostBridge(configuration: configuration)
    do {
      try declareCalls(bridge)
      switch self {
      case .whole, .changedHost:
        try bridge.expose(ConformanceService(bridge: bridge), as: ConformanceCoreInterface.self)
      case .partialCore:
        try bridge.expose(ChangedService(), as: ChangedLogInCoreInterface.self)
      }
    } catch {
      print("conformance: \(error)")
      return nil
    }
    return bridge
  }

  private func declareCalls(_ bridge: HostBridge) throws(HostSetupError) {
    typealias Calls = ConformanceHostInterface
    if self == .changedHost {
      try bridge.declare(ChangedProfileHostInterface.FetchProfileCall.self)
    } else {
      try bridge.declare(Calls.FetchProfileCall.self)
    }
    try bridge.declare(
      Calls.EchoBasicsCall.self, Calls.EchoIntegersCall.self, Calls.EchoFloatsCall.self, Calls.EchoOptionalsCall.self,
      Calls.EchoContainersCall.self, Calls.EchoChoicesCall.self, Calls.EchoShapesCall.self,
      Calls.EchoExpressionCall.self, Calls.EchoTreeCall.self, Calls.EchoFoundationCall.self,
      Calls.EchoRaritiesCall.self, Calls.EchoPageCall.self, Calls.EchoOptionalTextCall.self, Calls.EchoMoodCall.self,
      Calls.EchoTableCall.self, Calls.EchoBytesCall.self, Calls.EchoEvolvingCall.self, Calls.EchoArgumentsCall.self,
      Calls.ImportCall.self, Calls.EchoSampleCall.self, Calls.HostPingCall.self)
    try bridge.declare(
      Calls.ReadClockCall.self, Calls.ObeyCall.self, Calls.FailHostCall.self, Calls.MakeBytesCall.self,
      Calls.HostWaitCall.self, Calls.HostIgnoreCancellationCall.self, Calls.DescribeCallCall.self,
      Calls.HostDescendCall.self, Calls.HostCountsCall.self, Calls.HostTicksCall.self)
    try bridge.declareEvents(Calls.CoreSaidEvent.self)
  }
}
