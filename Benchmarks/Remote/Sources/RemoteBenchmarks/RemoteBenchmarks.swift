// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import GRPCNIOTransportHTTP2Posix
import HostCall
import HostCallGRPC

struct Greet: HostCallable {
  struct Response: Codable, Equatable, Sendable {
    var text: String
    var number: Int
  }

  var name: String
  var number: Int
}

struct WrongAnswer: Error {}

/// `RemoteBenchmarks [--json]`: compares calls over gRPC with bare gRPC, and with the same calls in one process.
@main
struct RemoteBenchmarks {
  private static let turns = 11
  private static let request = Greet(name: "Ada Lovelace", number: 7)
  private static let response = Greet.Response(text: "Hello, Ada Lovelace", number: 8)

  static func main() async throws {
    let bridge = HostBridge()
    try bridge.handle(Greet.self) { request, _ in
      Greet.Response(text: "Hello, \(request.name)", number: request.number + 1)
    }
    var rows: [Comparison.Row] = []
    for kind in ["unix", "tcp"] { rows += try await compare(kind, bridge) }
    await bridge.close()
    let isJSON = CommandLine.arguments.contains("--json")
    if !isJSON { print(header) }
    for row in rows { print(isJSON ? row.json : line(row)) }
  }

  private static func compare(_ kind: String, _ bridge: HostBridge) async throws -> [Comparison.Row] {
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(
      listening: kind == "unix" ? .unix(path: socket()) : RemoteAddress("127.0.0.1:0"))
    let transport = try GRPCTransport(addresses: [address])
    let remote = subject("HostCall over gRPC", HostCallClient(transport: transport))
    let local = subject("HostCallClient in one process", HostCallClient(transport: bridge))
    let direct = Subject(name: "bridge.call") {
      guard try await bridge.call(request) == response else { throw WrongAnswer() }
    }
    let bare = try await Bare(
      kind == "unix" ? .unixDomainSocket(path: socket()) : .ipv4(host: "127.0.0.1", port: 0),
      request: CBOREncoder().encode(request), response: CBOREncoder().encode(response))
    let floor = bare.subject("grpc-swift-2")
    let limited = subject("HostCall over gRPC", HostCallClient(transport: transport), timeout: .seconds(60))
    let limitedFloor = bare.subject("with a deadline", timeout: .seconds(60))
    var rows: [Comparison.Row] = []
    for (inFlight, count) in [(1, 1000), (64, 4000)] {
      let comparisons = [
        Comparison(name: "remote.\(kind).\(inFlight)", inFlight: inFlight, count: count, subject: remote, floor: floor),
        Comparison(
          name: "remote.\(kind).\(inFlight).deadline", inFlight: inFlight, count: count, subject: limited,
          floor: limitedFloor),
        Comparison(
          name: "remote.\(kind).\(inFlight)/bridge", inFlight: inFlight, count: count, subject: remote, floor: direct),
        Comparison(name: "client.\(inFlight)/bridge", inFlight: inFlight, count: count, subject: local, floor: direct),
      ]
      for comparison in comparisons where kind == "unix" || comparison.name.hasPrefix("remote.tcp") {
        rows.append(try await comparison.run(turns: turns))
      }
    }
    await transport.close()
    await server.shutdown(grace: .seconds(1))
    await bare.close()
    return rows
  }

  private static func subject(_ name: String, _ client: HostCallClient, timeout: Duration? = nil) -> Subject {
    Subject(name: name) {
      guard try await client.call(request, timeout: timeout) == response else { throw WrongAnswer() }
    }
  }

  private static func socket() -> String {
    FileManager.default.temporaryDirectory.appending(path: "hostcall-\(UInt32.random(in: 0...(.max))).sock").path()
  }

  private static let header =
    "calls                      a second        each     beside it                           ratio"

  private static func line(_ row: Comparison.Row) -> String {
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    func left(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let microseconds = (row.nanoseconds / 10).rounded() / 100
    let other = (row.floorNanoseconds / 10).rounded() / 100
    return left(row.name, 24) + right("\(Int(1e9 / row.nanoseconds))", 11) + right("\(microseconds) us", 13)
      + "   " + left("\(row.floorName), \(other) us", 32) + right("\((row.ratio * 1000).rounded() / 1000)", 9)
  }
}
