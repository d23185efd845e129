// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Synchronization
import Testing

@Suite("Errors of handlers", .timeLimit(.minutes(1)))
struct ErrorTests {
  private let bridge = HostBridge()
  private static let privateText = "the handler failed; its server withholds the reason"

  private struct DatabaseError: Error {
    var dsn = "postgres://user:password@db.example/users"
  }

  /// A value that fails to encode, with an error of its own.
  private struct Unencodable: Codable, Sendable {
    init() {}
    init(from decoder: any Decoder) throws {}
    func encode(to encoder: any Encoder) throws { throw DatabaseError() }
  }

  private struct Fetch: HostCallable {
    typealias Response = Unencodable
  }

  /// A call that has no handler.
  private struct Missing: HostCallable {
    typealias Response = Int
  }

  /// Makes a call over a server, and returns the caller's error and the error that `onHandlerError` received.
  ///
  /// - Parameter isNotified: Whether `onHandlerError` must be called, which this function then waits for.
  private func error<C: HostCallable>(
    of request: C, answering transport: any HostCallTransport, passesDetails: Bool = false, isNotified: Bool = true
  ) async throws -> (error: HostCallError<C.Failure>?, told: BridgeError?) {
    let (errors, told) = AsyncStream.makeStream(of: BridgeError.self)
    var configuration = HostCallServer.Configuration()
    configuration.passesErrorDetails = passesDetails
    let server = HostCallServer(
      answering: transport, configuration: configuration, onHandlerError: { told.yield($0) })
    let client = try GRPCTransport(addresses: [try await server.start(listening: Route.unixSocket.address)])
    let error = await #expect(throws: HostCallError<C.Failure>.self) {
      try await HostCallClient(transport: client).call(request, timeout: .seconds(20))
    }
    await client.close()
    await server.shutdown(grace: .zero)
    if !isNotified { told.finish() }
    var iterator = errors.makeAsyncIterator()
    return (error, await iterator.next())
  }

  @Test("an error that was not written for the caller stays with the server", arguments: [false, true])
  func databaseError(_ passesDetails: Bool) async throws {
    try bridge.handle(Count.self) { _, _ in throw DatabaseError() }
    let (error, told) = try await error(
      of: Count(), answering: bridge, passesDetails: passesDetails, isNotified: !passesDetails)
    #expect(error?.code == .unknown)
    if passesDetails {
      #expect(error?.message.contains("password") == true && told == nil)
    } else {
      #expect(error?.message == Self.privateText)
      #expect(told?.message.contains("password") == true && told?.wireName == "count" && told?.code == .unknown)
    }
    await bridge.close()
  }

  @Test("an error in encoding the response stays with the server")
  func encodingError() async throws {
    try bridge.handle(Fetch.self) { _, _ in Unencodable() }
    let (error, told) = try await error(of: Fetch(), answering: bridge)
    #expect(error?.code == .internal && error?.message == Self.privateText)
    #expect(told?.code == .internal && told?.message.contains("password") == true)
    await bridge.close()
  }

  @Test("the message of a handler in bytes is sent only if the handler chooses a code")
  func errorInBytes() async throws {
    try bridge.handleBytes("count") { _ in .error(.unknown, message: "secret") }
    let hidden = try await error(of: Count(), answering: bridge)
    #expect(hidden.error?.message == Self.privateText && hidden.told?.message == "secret")
    try bridge.handleBytes("count") { _ in .error(.notFound, message: "there is no such user") }
    let chosen = try await error(of: Count(), answering: bridge, isNotified: false)
    #expect(chosen.error?.code == .notFound && chosen.error?.message == "there is no such user" && chosen.told == nil)
    await bridge.close()
  }

  @Test("a declared failure is sent, and so is an error with a chosen code")
  func declared() async throws {
    try bridge.handle(Greet.self) { _, _ in throw Greet.Failure(code: "not_found", detail: "here") }
    let failed = try await error(of: Greet(name: "x"), answering: bridge, isNotified: false)
    #expect(failed.error?.failure == Greet.Failure(code: "not_found", detail: "here") && failed.told == nil)
    try bridge.handle(Count.self) { _, _ in
      throw HostCallError<Never>(code: .permissionDenied, message: "not for you")
    }
    let denied = try await error(of: Count(), answering: bridge, isNotified: false)
    #expect(denied.error?.code == .permissionDenied && denied.error?.message == "not for you" && denied.told == nil)
    await bridge.close()
  }

  @Test(
    "a call whose handler makes an unimplemented call is not unimplemented itself", arguments: [false, true])
  func innerCall(_ passesDetails: Bool) async throws {
    let inner = HostBridge()
    try bridge.handle(Count.self) { _, _ in try await inner.call(Missing()) }
    let (error, told) = try await error(
      of: Count(), answering: bridge, passesDetails: passesDetails, isNotified: !passesDetails)
    #expect(error?.code == .unknown)
    let words = passesDetails ? error?.message : told?.message
    #expect(words?.hasPrefix("unimplemented in missing (call 1): the host has registered no function") == true)
    if !passesDetails { #expect(error?.message == Self.privateText) }
    // A call that itself has no handler is unimplemented.
    let (missing, _) = try await self.error(of: Missing(), answering: bridge, isNotified: false)
    #expect(missing?.code == .unimplemented)
    await inner.close()
    await bridge.close()
  }

  @Test("the error of a handler whose own call fails says what that failure contains", arguments: [false, true])
  func innerFailure(_ passesDetails: Bool) async throws {
    let inner = HostBridge()
    try inner.handle(Greet.self) { _, _ in throw Greet.Failure(code: "not_found", detail: "here") }
    try bridge.handle(Count.self) { _, _ in try await inner.call(Greet(name: "x")).tags.count }
    let transports: [any HostCallTransport] = [bridge, Forwarding(bridge: inner, to: Greet.wireName)]
    for transport in transports {
      let (error, told) = try await error(
        of: Count(), answering: transport, passesDetails: passesDetails, isNotified: !passesDetails)
      #expect(error?.code == .unknown && error?.failure == nil)
      let words = passesDetails ? error?.message : told?.message
      for word in ["acme.people.greet", "not_found", "here"] {
        #expect(words?.contains(word) == true, "\(words ?? "nothing")")
      }
      #expect((error?.message == Self.privateText) == !passesDetails)
    }
    await inner.close()
    await bridge.close()
  }

  /// A transport that answers each call by making another one.
  private struct Forwarding: HostCallTransport {
    let bridge: HostBridge
    let name: String

    init(bridge: HostBridge, to name: String = "elsewhere") {
      (self.bridge, self.name) = (bridge, name)
    }

    var carriesRawBytes: Bool { false }
    func fingerprint(of wireName: String) async -> UInt64? { nil }
    func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] {
      // {"name": "x"}
      try await bridge.send(
        TransportCall(wireName: name, request: [0xa1, 0x64, 0x6e, 0x61, 0x6d, 0x65, 0x61, 0x78]))
    }
  }

  @Test("a call whose transport makes an unimplemented call is not unimplemented itself")
  func otherCall() async throws {
    let (error, told) = try await error(of: Count(), answering: Forwarding(bridge: bridge))
    #expect(error?.code == .unknown && error?.message == Self.privateText)
    #expect(told?.message.contains("elsewhere") == true)
    await bridge.close()
  }
}
#endif
