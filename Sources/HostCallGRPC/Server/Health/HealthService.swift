// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import HostBridgeCore
internal import HostCall

/// Answers `grpc.health.v1.Health`, which load balancers and Kubernetes query.
///
/// A service is what stands before the last dot of wire names; names without a dot belong to the service `hostcall`
/// (``GRPCMethod``).
///
/// Source: [GRPC Health Checking Protocol](https://github.com/grpc/grpc/blob/master/doc/health-checking.md).
struct HealthService: HostCallTransport {
  static let service = "grpc.health.v1.Health"
  static let check = "grpc.health.v1.Health.Check"
  static let watch = "grpc.health.v1.Health.Watch"
  /// The maximum number of bytes of a service's name, that of wire names; longer ones are not known.
  static let maximumNameLength = 255
  /// The maximum number of bytes of a request to watch, which is kept as long as the watcher.
  static let maximumWatchSize = 1024
  /// How often services that are watched are looked up, since their handlers may come and go at any time.
  private static let pause = Duration.seconds(1)

  let board: HealthBoard
  let answering: any HostCallTransport

  var carriesRawBytes: Bool { false }

  func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] {
    guard call.wireName == Self.check else {
      throw BridgeError(code: .unimplemented, message: "the health service has no function \(call.wireName)")
    }
    let service = try HealthMessage.service(in: call.request)
    guard let status = await status(of: service) else {
      throw BridgeError(code: .notFound, message: "the server has no service of this name")
    }
    return HealthMessage.response(status)
  }

  func stream(
    _ call: TransportCall, buffer: Int, silence: Duration?
  ) async throws(BridgeError) -> any TransportStream {
    guard call.wireName == Self.watch else {
      throw BridgeError(code: .unimplemented, message: "the health service has no stream \(call.wireName)")
    }
    guard call.request.count <= Self.maximumWatchSize else {
      throw .tooLarge("request", size: call.request.count, limit: Self.maximumWatchSize)
    }
    return try HealthWatch(self, try HealthMessage.service(in: call.request))
  }

  func isStream(_ wireName: String) async -> Bool { wireName == Self.watch }

  func fingerprint(of wireName: String) async -> UInt64? { nil }

  /// Returns the status of a service; `nil` if the server does not know it.
  func status(of service: String) async -> HealthMessage.Status? {
    board.status(of: service, isAnswered: service.isEmpty ? true : await answers(service))
  }

  /// Complexity: linear in the number of names.
  private func answers(_ service: String) async -> Bool {
    guard let names = await answering.answeredNames() else { return false }
    return names.contains { Self.service(of: $0) == service }
  }

  private static func service(of wireName: String) -> String {
    GRPCMethod.descriptor(of: wireName).service.fullyQualifiedService
  }

  /// Records the status that a watcher is told, and has it notified when its service becomes known or unknown.
  func tell(_ status: HealthMessage.Status, _ id: UInt64) {
    guard board.tell(status, id) else { return }
    // One task for all watchers, which inherits nothing of the first one's call.
    Task.detached { [board, answering] in
      var isWanted = true
      while isWanted {
        try await Task.sleep(for: Self.pause)
        isWanted = board.notify(answered: Set(await answering.answeredNames()?.map { Self.service(of: $0) } ?? []))
      }
    }
  }
}
#endif
