// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HostCall
internal import HostCallGRPC

/// A client that makes calls at a steady rate, and prints when each begins and how it ends.
///
///     begin ID KIND TIME
///     attempts ID COUNT MESSAGE
///     end ID OUTCOME MILLISECONDS
///
/// The second line is only for calls that fail (``FailureRecorder``).
/// The kind is `repeatable` or `single`, followed by `-unlimited` without a deadline, or by `-cancelled` if the client
/// cancels the call itself. The outcome is `ok`, `wrong` for the answer to another call, or the code of the error.
struct ChaosClient {
  /// The deadline of calls that have one.
  private static let timeout = Duration.seconds(10)

  let seconds: Double
  /// The calls per second.
  let rate: Double
  let seed: UInt64
  /// The ports of the servers, at their relays.
  let ports: [Int]

  func run() async throws {
    // The laboratory's process has ended, and nothing answers the calls that wait.
    Task {
      await ChaosPeer.inputEnds()
      exit(1)
    }
    var configuration = GRPCTransport.Configuration()
    configuration.waitsForReady = true
    configuration.keepaliveInterval = .seconds(1)
    configuration.connectTimeout = .seconds(2)
    configuration.longestReconnectPause = .milliseconds(500)
    let transport = try GRPCTransport(
      addresses: ports.map { .tcp(host: "127.0.0.1", port: $0) }, configuration: configuration)
    var calls = HostBridgeConfiguration()
    calls.callInterceptors = [FailureRecorder()]
    let client = HostCallClient(transport: transport, configuration: calls)
    var random = SplitMix(seed: seed)
    let start = ContinuousClock.now
    await withDiscardingTaskGroup { group in
      for id in 0..<Int(seconds * rate) {
        let plan = Plan(id, &random)
        try? await Task.sleep(until: start + .seconds(Double(id) / rate))
        group.addTask { await plan.make(with: client, timeout: Self.timeout) }
      }
    }
    await transport.close()
    let counts = client.statistics
    ChaosPeer.write(
      "statistics \(counts.made) \(counts.answered) \(counts.failed) \(counts.expired) \(counts.cancelled)")
  }
}
