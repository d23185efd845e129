// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Testing

@Suite("Events over each transport", .timeLimit(.minutes(1)))
struct EventTests {
  private let bridge = HostBridge()

  @Test("gRPC refuses events, and the calls of the same client go on", arguments: Route.remote)
  func refusal(_ route: Route) async throws {
    let events = try bridge.events(of: PriceChanged.self)
    try bridge.handle(Measure.self) { request, _ in Double(request.sensor) / 2 }
    try await route.withClient(of: bridge) { client async throws in
      // With a connection, and with the interface that generated code emits over.
      #expect(try await client.call(Measure(sensor: 7)) == 3.5)
      let caller: any HostCaller = client
      for emit in [client.emit as (PriceChanged) throws -> Void, caller.emit] {
        let error = #expect(throws: HostCallError<Never>.self) { try emit(PriceChanged(cents: 5)) }
        #expect(error?.code == .unimplemented && error?.message == "GRPCTransport carries no events")
        #expect(error?.wireName == "acme.shop.price_changed")
      }
      #expect(try await client.call(Measure(sensor: 8)) == 4)
      #expect(client.statistics.made == 2 && client.statistics.inFlight == 0)
    }
    // The bridge is closed, so this ends: no event has arrived.
    var received = 0
    for await _ in events { received += 1 }
    #expect(received == 0)
  }

  @Test("an event of a client in this process arrives")
  func arrival() async throws {
    let events = try bridge.events(of: PriceChanged.self)
    try await Route.inProcess.withClient(of: bridge) { client async throws in
      try client.emit(PriceChanged(cents: 5))
      var iterator = events.makeAsyncIterator()
      #expect(await iterator.next() == PriceChanged(cents: 5))
    }
  }

  @Test("a transport without a server, and one that is closed, refuse events in the same words")
  func withoutServer() async throws {
    let transport = try GRPCTransport(addresses: [try RemoteAddress("127.0.0.1:1")])
    let client = HostCallClient(transport: transport)
    func check() {
      let error = #expect(throws: HostCallError<Never>.self) { try client.emit(PriceChanged(cents: 5)) }
      #expect(error?.code == .unimplemented && error?.message == "GRPCTransport carries no events")
    }
    check()
    await transport.close()
    check()
    await bridge.close()
  }
}
#endif
