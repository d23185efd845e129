// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Exporters
import Foundation
import GreetingCalls
import HostCall
import HostCallGRPC
import HostCallObservability
import Logging
import Metrics
import ServiceLifecycle
import Tracing

/// The core as a service: `GreetingService ADDRESS HOST SPANS` listens at ADDRESS, calls the host at HOST, and appends
/// its spans to the file SPANS.
///
/// The lines between the marks are everything that lifecycle, logs, metrics and traces need.
@main
struct GreetingService {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else {
      print("usage: GreetingService ADDRESS HOST SPANS")
      exit(64)
    }
    let (address, host) = (try RemoteAddress(arguments[1]), try RemoteAddress(arguments[2]))

    // Plumbing, part 1 of 2.
    let (logger, metrics) = (Logger(label: "greeting-service"), PrometheusMetrics())
    MetricsSystem.bootstrap(metrics)
    InstrumentationSystem.bootstrap(try SpanFile(arguments[3], service: "core"))
    var configuration = HostBridgeConfiguration()
    configuration.observe(logger: logger)
    // End of part 1.

    let bridge = HostBridge(configuration: configuration)
    var patience = GRPCTransport.Configuration()
    patience.waitsForReady = true
    let transport = try GRPCTransport(addresses: [host], configuration: patience)
    let people = HostCallClient(transport: transport, configuration: configuration)
    try bridge.handle(Greet.self) { request, _ in
      do throws(HostCallError<FindPerson.Failure>) {
        return "Hello, \(try await people.call(FindPerson(id: request.id), timeout: .seconds(10)))!"
      } catch {
        guard let failure = error.failure else { throw error }
        throw failure
      }
    }
    let server = HostCallServer(answering: bridge)

    // Plumbing, part 2 of 2.
    let services: [any Service] = [
      GRPCTransportService(transport), HostBridgeService(bridge), HostCallServerService(server, listening: address),
      MetricsEndpoint(metrics),
    ]
    try await ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
    // End of part 2.
  }
}
