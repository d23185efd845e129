// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
@testable import HostCallGRPC
import Synchronization
import Testing

@Suite("Credentials of calls", .timeLimit(.minutes(1)))
struct CredentialsTests {
  private let bridge = HostBridge()

  /// Runs `body` with a client that has credentials.
  private func withClient(
    _ credentials: GRPCCredentials, over route: Route = .tls, _ body: (HostCallClient) async throws -> Void
  ) async throws {
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: route.address, security: route.serverSecurity)
    let transport = try GRPCTransport(
      addresses: [address], security: route.clientSecurity, credentials: credentials)
    try await body(HostCallClient(transport: transport))
    await transport.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("a token is asked for before each call and each stream, and the handler sees it", arguments: Route.remote)
  func bearer(_ route: Route) async throws {
    try bridge.handle(Greet.self) { _, context in .init(text: context.metadata["authorization"] ?? "none", tags: []) }
    try bridge.handleStream(Watch.self) { _, context, send in
      try await send(context.metadata["authorization"] == "Bearer 3" ? 3 : 0)
    }
    let asked = Atomic<Int>(0)
    let credentials = GRPCCredentials.bearer { "\(asked.add(1, ordering: .relaxed).newValue)" }
    try await withClient(credentials, over: route) { client async throws in
      #expect(try await client.call(Greet(name: "x")).text == "Bearer 1")
      #expect(try await client.call(Greet(name: "x")).text == "Bearer 2")
      var elements: [Int] = []
      for try await element in client.stream(Watch(name: "x")) { elements.append(element) }
      #expect(elements == [3])
    }
  }

  @Test("credentials may be any metadata, and replace that of the task")
  func metadata() async throws {
    try bridge.handle(Greet.self) { _, context in
      .init(text: "\(context.metadata["tenant"] ?? "") \(context.metadata["locale"] ?? "")", tags: [])
    }
    let credentials = GRPCCredentials { name in
      var metadata = HostCallMetadata()
      try metadata.set(name, forKey: "tenant")
      return metadata
    }
    try await withClient(credentials) { client async throws in
      var metadata = HostCallMetadata()
      try metadata.set("other", forKey: "tenant")
      try metadata.set("de", forKey: "locale")
      let answer = try await HostCallMetadata.withValue(metadata) { try await client.call(Greet(name: "x")) }
      #expect(answer.text == "\(Greet.wireName) de")
    }
  }

  @Test("a handler's own calls do not carry the authorization of the call that it answers", arguments: Route.allCases)
  func notInherited(_ route: Route) async throws {
    try bridge.handle(Count.self) { _, context in
      context.metadata["authorization"] == nil ? context.metadata.count : -1
    }
    try bridge.handle(Greet.self) { _, context in
      let counted = try await context.bridge.call(Count())
      return .init(text: "\(context.metadata["authorization"] ?? "none") \(counted)", tags: [])
    }
    var metadata = HostCallMetadata()
    try metadata.set("Bearer x", forKey: "authorization")
    try metadata.set("acme", forKey: "tenant")
    try await route.withClient(of: bridge) { [metadata] client async throws in
      let answer = try await HostCallMetadata.withValue(metadata) { try await client.call(Greet(name: "x")) }
      #expect(answer.text == "Bearer x 1")
    }
  }

  /// Asks another bridge about each call, as an authorization asks a service of tokens.
  private final class Asking: HostHandlerInterceptor {
    let other: HostBridge
    let answers = Mutex<[String]>([])

    init(other: HostBridge) {
      self.other = other
    }

    func interceptBytes(_ call: HostIncomingBytes, next: HostBytesNext) async -> HostBytesOutcome {
      let answer = try? await other.call(Greet(name: "x")).text
      answers.withLock { $0.append("\(call.metadata["authorization"] ?? "none") \(answer ?? "error")") }
      return await next(call)
    }
  }

  @Test("the calls of a server's interceptor do not carry the authorization of the call that it sees")
  func notInheritedByInterceptors() async throws {
    let other = HostBridge()
    try other.handle(Greet.self) { _, context in .init(text: context.metadata.keys.joined(separator: " "), tags: []) }
    try bridge.handle(Greet.self) { _, context in .init(text: context.metadata["authorization"] ?? "none", tags: []) }
    let asking = Asking(other: other)
    let server = HostCallServer(answering: bridge, interceptors: [asking])
    let transport = try GRPCTransport(addresses: [try await server.start(listening: Route.unixSocket.address)])
    var metadata = HostCallMetadata()
    try metadata.set("Bearer x", forKey: "authorization")
    try metadata.set("acme", forKey: "tenant")
    let answer = try await HostCallMetadata.withValue(metadata) {
      try await HostCallClient(transport: transport).call(Greet(name: "x"), timeout: .seconds(20))
    }
    #expect(answer.text == "Bearer x")
    #expect(asking.answers.withLock { $0 } == ["Bearer x tenant"])
    await transport.close()
    await server.shutdown(grace: .zero)
    for bridge in [bridge, other] { await bridge.close() }
  }

  private struct NoToken: Error {}

  @Test("without credentials, a call ends before anything is sent")
  func failures() async throws {
    let isCalled = Atomic<Bool>(false)
    try bridge.handle(Count.self) { _, _ in
      isCalled.store(true, ordering: .relaxed)
      return 1
    }
    let round = Atomic<Int>(0)
    let credentials = GRPCCredentials.bearer {
      switch round.add(1, ordering: .relaxed).newValue {
      case 1: throw NoToken()
      case 2: throw BridgeError(code: .resourceExhausted, message: "too many tokens")
      case 3: return "no\nheader"
      default:
        try await Task.sleep(for: .seconds(3600))
        return ""
      }
    }
    try await withClient(credentials) { client async throws in
      for code in [HostCallCode.unauthenticated, .resourceExhausted, .invalidArgument] {
        let error = await #expect(throws: HostCallError<Never>.self) { try await client.call(Count()) }
        #expect(error?.code == code, "\(String(describing: error))")
        #expect(error?.message.contains("no\n") == false)
      }
      let late = await #expect(throws: HostCallError<Never>.self) {
        try await client.call(Count(), timeout: .milliseconds(100))
      }
      #expect(late?.code == .deadlineExceeded)
      let task = Task { try await client.call(Count()) }
      while round.load(ordering: .relaxed) < 5 { try await Task.sleep(for: .milliseconds(1)) }
      task.cancel()
      let cancelled = await #expect(throws: HostCallError<Never>.self) { try await task.value }
      #expect(cancelled?.code == .cancelled)
    }
    let wasCalled = isCalled.load(ordering: .relaxed)
    #expect(!wasCalled)
  }

  @Test("closing ends calls and streams that wait for their credentials")
  func closing() async throws {
    let asked = Atomic<Int>(0)
    let ended = Atomic<Int>(0)
    let transport = try GRPCTransport(
      addresses: [.unix(path: "/nowhere")],
      credentials: .bearer {
        asked.add(1, ordering: .relaxed)
        defer { ended.add(1, ordering: .relaxed) }
        try await Task.sleep(for: .seconds(3600))
        return ""
      })
    let client = HostCallClient(transport: transport)
    let calls = (0..<10).map { number in
      Task { try await client.call(Count(), timeout: number.isMultiple(of: 2) ? nil : .seconds(50)) }
    }
    let stream = Task { for try await _ in client.stream(Watch(name: "x")) {} }
    while asked.load(ordering: .relaxed) < 11 { try await Task.sleep(for: .milliseconds(1)) }
    let start = ContinuousClock.now
    await transport.close()
    for call in calls {
      let isOver = await call.ends(within: .seconds(5))
      #expect(isOver)
      call.cancel()
      let error = await #expect(throws: HostCallError<Never>.self) { try await call.value }
      #expect(error?.code == .unavailable, "\(String(describing: error))")
      #expect(error?.message == "the transport is closed", "\(String(describing: error))")
      guard isOver else { break }
    }
    _ = await stream.result
    #expect(ContinuousClock.now - start < .seconds(5))
    // Neither does the closure run on, nor is it asked again.
    while ended.load(ordering: .relaxed) < 11 { try await Task.sleep(for: .milliseconds(1)) }
    let late = await #expect(throws: HostCallError<Never>.self) { try await client.call(Count()) }
    #expect(late?.code == .unavailable, "\(String(describing: late))")
    let times = asked.load(ordering: .relaxed)
    #expect(times == 11)
  }

  @Test("calls do not wait for each other's credentials")
  func load() async throws {
    try bridge.handle(Count.self) { _, context in context.metadata["authorization"] == "Bearer t" ? 1 : 0 }
    let credentials = GRPCCredentials.bearer {
      try await Task.sleep(for: .milliseconds(100))
      return "t"
    }
    try await withClient(credentials) { client async throws in
      let start = ContinuousClock.now
      let answers = await client.callEach((0..<500).map { _ in Count() })
      #expect(answers.allSatisfy { (try? $0.get()) == 1 })
      #expect(ContinuousClock.now - start < .seconds(20))
    }
  }

  @Test("calls whose credentials do not come end at their deadlines, and cost no other call of the transport")
  func lateUnderLoad() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let given = Atomic<Int>(0)
    let credentials = GRPCCredentials { name in
      if name == Greet.wireName {
        given.add(1, ordering: .relaxed)
        defer { given.subtract(1, ordering: .relaxed) }
        try await Task.sleep(for: .seconds(3600))
      }
      return HostCallMetadata()
    }
    try await withClient(credentials) { client async throws in
      try await whileCalling(with: client) {
        await withTaskGroup(of: Void.self) { group in
          for _ in 0..<200 {
            group.addTask {
              let error = await #expect(throws: HostCallError<Greet.Failure>.self) {
                try await client.call(Greet(name: "x"), timeout: .milliseconds(300))
              }
              #expect(error?.code == .deadlineExceeded, "\(String(describing: error))")
            }
          }
        }
      }
      // No closure runs on.
      while given.load(ordering: .relaxed) > 0 { try await Task.sleep(for: .milliseconds(1)) }
    }
  }

  @Test("credentials are not sent to another machine without TLS, unless that is allowed")
  func plaintext() async throws {
    let elsewhere = try [RemoteAddress("192.0.2.1:443")]
    var configuration = GRPCTransport.Configuration()
    configuration.allowsPlaintextEverywhere = true
    let refused = #expect(throws: HostSetupError.self) {
      try GRPCTransport(addresses: elsewhere, credentials: .bearer { "t" }, configuration: configuration)
    }
    #expect(refused?.code == .invalidArgument && refused?.message.contains("allowsCredentialsInPlaintext") == true)
    // So is a token in the task's metadata, and before the transport connects.
    let transport = try GRPCTransport(addresses: elsewhere, configuration: configuration)
    var metadata = HostCallMetadata()
    try metadata.set("Bearer t", forKey: "authorization")
    let error = await HostCallMetadata.withValue(metadata) {
      await #expect(throws: HostCallError<Never>.self) {
        try await HostCallClient(transport: transport).call(Count(), timeout: .seconds(20))
      }
    }
    #expect(error?.code == .failedPrecondition, "\(String(describing: error))")
    await transport.close()
    // An address that is resolved later is no way around it.
    let moving = try GRPCTransport(
      resolving: { elsewhere }, credentials: .bearer { "t" }, configuration: configuration)
    let unresolved = await #expect(throws: HostCallError<Never>.self) {
      try await HostCallClient(transport: moving).call(Count(), timeout: .seconds(20))
    }
    #expect(unresolved?.message.contains("allowsCredentialsInPlaintext") == true, "\(String(describing: unresolved))")
    await moving.close()
    configuration.allowsCredentialsInPlaintext = true
    let allowed = try GRPCTransport(addresses: elsewhere, credentials: .bearer { "t" }, configuration: configuration)
    await allowed.close()
  }
}
#endif
