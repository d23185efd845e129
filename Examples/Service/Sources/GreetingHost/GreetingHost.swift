// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Exporters
import Foundation
import GreetingCalls
import HostCall
import HostCallGRPC
import HostCallObservability
import Logging
import ServiceLifecycle
import Tracing

/// The host of the service: `GreetingHost ADDRESS CORE SPANS` answers the core's calls at ADDRESS, calls the core at
/// CORE, appends its spans to the file SPANS, and ends.
@main
struct GreetingHost {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else {
      print("usage: GreetingHost ADDRESS CORE SPANS")
      exit(64)
    }
    let (address, core) = (try RemoteAddress(arguments[1]), try RemoteAddress(arguments[2]))
    let logger = Logger(label: "greeting-host")
    InstrumentationSystem.bootstrap(try SpanFile(arguments[3], service: "host"))
    var configuration = HostBridgeConfiguration()
    configuration.observe(logger: logger)

    let bridge = HostBridge(configuration: configuration)
    try bridge.handle(FindPerson.self) { request, _ in
      guard request.id == 1 else { throw FindPerson.Failure.unknown(id: request.id) }
      return "Ada"
    }
    var patience = GRPCTransport.Configuration()
    patience.waitsForReady = true
    let transport = try GRPCTransport(addresses: [core], configuration: patience)
    let visitor = Visitor(core: HostCallClient(transport: transport, configuration: configuration))
    let group = ServiceGroup(
      configuration: .init(
        services: [
          .init(service: GRPCTransportService(transport)), .init(service: HostBridgeService(bridge)),
          .init(service: HostCallServerService(HostCallServer(answering: bridge), listening: address)),
          .init(service: visitor, successTerminationBehavior: .gracefullyShutdownGroup),
        ], logger: logger))
    try await group.run()
  }
}

/// Has the core greet two people, of whom the host knows one.
private struct Visitor: Service {
  let core: HostCallClient

  func run() async throws {
    for id in 1...2 {
      await InstrumentationSystem.tracer.withSpan("visit \(id)") { _ in
        do throws(HostCallError<FindPerson.Failure>) {
          print("host: the core answers: \(try await core.call(Greet(id: id), timeout: .seconds(20)))")
        } catch {
          print("host: the core answers: \(error)")
        }
      }
    }
  }
}
