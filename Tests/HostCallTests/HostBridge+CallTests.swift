// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import HostCallTesting
import Testing

@Suite("Typed calls", .timeLimit(.minutes(1)))
struct HostBridgeCallTests {
  @Test("a call gets the response of its handler")
  func response() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(FetchProfile.self) { request, context in
        #expect(context.wireName == "fetch_profile")
        #expect(context.callID == 1)
        return .init(name: "User \(request.userID)", tags: ["a", "b"], avatar: [0, 255])
      }
      let profile = try await bridge.call(FetchProfile(userID: 7))
      #expect(profile == .init(name: "User 7", tags: ["a", "b"], avatar: [0, 255]))
    }
  }

  @Test("a plain call is sent as raw bytes in both directions")
  func rawCall() async throws {
    try await withBridge { bridge async throws in
      try bridge.handleBytes("read_clock") { request in
        #expect(request.encoding == .raw)
        #expect(request.payload == [3, 0, 0, 0])
        return .response([0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
      }
      #expect(try await bridge.call(ReadClock(clock: 3)) == 1.0)
    }
  }

  @Test("an empty response is the CBOR map a0, and so is an empty request")
  func emptyResponse() async throws {
    try await withBridge { bridge async throws in
      try bridge.handleBytes("ping") { request in
        #expect(request.payload == [0xA0])
        return .response([0xA0])
      }
      _ = try await bridge.call(Ping())
    }
  }

  @Test("a declared failure arrives typed")
  func typedFailure() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(FetchProfile.self) { request, _ in throw FetchProfile.Failure.notFound(userID: request.userID) }
      let error = await #expect(throws: HostCallError<FetchProfile.Failure>.self) {
        try await bridge.call(FetchProfile(userID: 9))
      }
      #expect(error?.code == .failed)
      #expect(error?.failure == .notFound(userID: 9))
      #expect(error?.wireName == "fetch_profile")
      #expect(error?.callID == 1)
    }
  }

  @Test("an undeclared error arrives as unknown with its description")
  func undeclaredError() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(Ping.self) { _, _ in throw OddError() }
      let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Ping()) }
      #expect(error?.code == .unknown)
      #expect(error?.message == "the odd one")
    }
  }

  @Test("an error with a code keeps its code")
  func codedError() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(Ping.self) { _, _ in
        throw HostCallError<Never>(code: .permissionDenied, message: "not you")
      }
      let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Ping()) }
      #expect(error?.code == .permissionDenied)
      #expect(error?.message == "not you")
    }
  }

  @Test("a handler that throws CancellationError cancels the call")
  func cancelledHandler() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(Ping.self) { _, _ in throw CancellationError() }
      let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Ping()) }
      #expect(error?.code == .cancelled)
    }
  }

  @Test("a handler's message about a cancellation reaches the caller")
  func cancelledWithMessage() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(Ping.self) { _, _ in throw HostCallError<Never>(code: .cancelled, message: "user pressed stop")
      }
      let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Ping()) }
      #expect(error?.code == .cancelled)
      #expect(error?.message == "user pressed stop")
    }
  }

  @Test("a bridge with a higher limit accepts a larger answer")
  func higherLimit() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = 80 << 20
    try await withBridge(configuration: configuration) { bridge async throws in
      let avatar = [UInt8](repeating: 7, count: 70 << 20)
      try bridge.handle(FetchProfile.self) { _, _ in .init(name: "", tags: [], avatar: avatar) }
      #expect(try await bridge.call(FetchProfile(userID: 1)).avatar?.count == avatar.count)
    }
  }

  @Test("a failure that the call does not declare is internal")
  func undeclaredFailure() async throws {
    try await withBridge { bridge async throws in
      try bridge.handleBytes("ping") { _ in .failure([0xA0]) }
      let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Ping()) }
      #expect(error?.code == .internal)
      #expect(error?.message == "the host answered with a failure, but Ping declares none")
    }
  }

  @Test("a failure that cannot be decoded is internal, with the reason")
  func brokenFailure() async throws {
    try await withBridge { bridge async throws in
      try bridge.handleBytes("fetch_profile") { _ in .failure([0x81]) }
      let error = await #expect(throws: HostCallError<FetchProfile.Failure>.self) {
        try await bridge.call(FetchProfile(userID: 1))
      }
      #expect(error?.code == .internal)
      #expect(error?.failure == nil)
      #expect(error?.message.contains("endOfInput") == true)
    }
  }

  @Test(
    "an answer that cannot be decoded is internal, with the type and the place",
    arguments: [
      ([], "endOfInput"), ([0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "endOfInput"),
      ([0xFF], "unexpectedBreak"),
      // {"name": 1, "tags": []}
      ([0xA2, 0x64, 0x6E, 0x61, 0x6D, 0x65, 0x01, 0x64, 0x74, 0x61, 0x67, 0x73, 0x80], "at name"),
      // {"name": "a", "tags": ["x", 2]}
      (
        [0xA2, 0x64, 0x6E, 0x61, 0x6D, 0x65, 0x61, 0x61, 0x64, 0x74, 0x61, 0x67, 0x73, 0x82, 0x61, 0x78, 0x02],
        "at tags[1]"
      ),
    ] as [([UInt8], String)])
  func brokenAnswer(bytes: [UInt8], place: String) async throws {
    try await withBridge { bridge async throws in
      try bridge.handleBytes("fetch_profile") { _ in .response(bytes) }
      let error = await #expect(throws: HostCallError<FetchProfile.Failure>.self) {
        try await bridge.call(FetchProfile(userID: 1))
      }
      #expect(error?.code == .internal)
      #expect(error?.message.contains("Response") == true)
      #expect(error?.message.contains(place) == true, "\(error?.message ?? "")")
      #expect(error?.callID == 1)
      #expect(error?.wireName == "fetch_profile")
    }
  }

  @Test("a raw answer of the wrong length is internal", arguments: [0, 7, 9, 1000])
  func rawLength(count: Int) async throws {
    try await withBridge { bridge async throws in
      try bridge.handleBytes("read_clock") { _ in .response([UInt8](repeating: 0, count: count)) }
      let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(ReadClock(clock: 0)) }
      #expect(error?.code == .internal)
      #expect(error?.message.contains("found \(count) raw bytes; expected 8, the size of Double") == true)
    }
  }

  @Test("a request that cannot be decoded is an invalid argument, with the place")
  func brokenRequest() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(FetchProfile.self) { _, _ in .init(name: "", tags: []) }
      // {"userID": -1}
      let request: [UInt8] = [0xA1, 0x66, 0x75, 0x73, 0x65, 0x72, 0x49, 0x44, 0x20]
      let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("fetch_profile", request) }
      #expect(error?.code == .invalidArgument)
      #expect(error?.message.contains("at userID") == true)
    }
  }

  @Test("a call without a handler is unimplemented")
  func unimplemented() async {
    await withBridge { bridge in
      let error = await #expect(throws: HostCallError<FetchProfile.Failure>.self) {
        try await bridge.call(FetchProfile(userID: 1))
      }
      #expect(error?.code == .unimplemented)
      #expect(error?.wireName == "fetch_profile")
    }
  }

  @Test("the error of a call without a handler says if the core declares other calls, but not this one")
  func undeclared() async {
    await withBridge { bridge in
      let omission = ", and the core has not declared it, so generated hosts may lack it"
      func message() async -> String? {
        await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Ping()) }?.message
      }
      #expect(await message()?.hasSuffix("no function named \"ping\"") == true)
      #expect(throws: Never.self) { try bridge.declare(FetchProfile.self) }
      #expect(await message()?.hasSuffix("no function named \"ping\"\(omission)") == true)
      // Calls in bytes cannot be declared.
      let inBytes = await #expect(throws: BridgeError.self) { try await bridge.callBytes("ping", []) }
      #expect(inBytes?.message.hasSuffix("no function named \"ping\"") == true)
      #expect(throws: Never.self) { try bridge.declare(Ping.self) }
      #expect(await message()?.hasSuffix("no function named \"ping\"") == true)
    }
  }

  @Test("a timeout ends the call")
  func timeout() async throws {
    let clock = VirtualClock()
    let bridge = HostBridge(configuration: HostBridgeConfiguration(), clock: .virtual(clock))
    let (nothing, source) = AsyncStream.makeStream(of: Void.self)
    try bridge.handle(Ping.self) { _, _ in
      for await _ in nothing {}
      return Empty()
    }
    let call = Task.immediate { try await bridge.call(Ping(), timeout: .milliseconds(10)) }
    clock.advance(to: Deadline(nanoseconds: 10_000_000))
    _ = await bridge.settle()
    let error = await #expect(throws: HostCallError<Never>.self) { try await call.value }
    #expect(error?.code == .deadlineExceeded)
    source.finish()
    await bridge.close()
  }

  @Test("require names all missing calls at once")
  func require() async throws {
    let bridge = HostBridge()
    try bridge.handle(Ping.self) { _, _ in Empty() }
    let error = #expect(throws: HostSetupError.self) {
      try bridge.require(FetchProfile.self, Ping.self, ReadClock.self)
    }
    #expect(error?.code == .unimplemented)
    #expect(error?.message == "the host has not registered: fetch_profile, read_clock")
    #expect(throws: Never.self) { try bridge.require(Ping.self) }
    try bridge.handleBytes("fetch_profil") { _ in .response([]) }
    try bridge.handleBytes("write_log") { _ in .response([]) }
    let misspelled = #expect(throws: HostSetupError.self) {
      try bridge.require(FetchProfile.self, ReadClock.self)
    }
    #expect(misspelled?.message == "the host has not registered: fetch_profile (it has fetch_profil), read_clock")
    await bridge.close()
    let closed = #expect(throws: HostSetupError.self) { try bridge.require(Ping.self) }
    #expect(closed?.code == .unavailable)
  }

  @Test("a generic call without a stated name is refused")
  func genericName() async {
    struct Wrapped<Value: Codable & Sendable>: HostCallable {
      typealias Response = Empty
      var value: Value
    }
    await withBridge { bridge in
      let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Wrapped(value: 1)) }
      #expect(error?.code == .invalidArgument)
      #expect(error?.message.contains("wireName") == true)
    }
  }

  @Test("an exposed function is called with its decoded request")
  func expose() async throws {
    let core = HostBridge()
    try core.handle(ReadClock.self) { _, _ in 2.5 }
    try core.expose(FetchProfile.self) { request, context in
      let time = try await context.bridge.call(ReadClock(clock: 0))
      return .init(name: "\(request.userID)@\(time)", tags: [])
    }
    #expect(try await core.call(ReadClock(clock: 1)) == 2.5)
    await core.close()
    #expect(throws: HostSetupError.self) { try core.expose(Ping.self) { _, _ in Empty() } }
  }
}
