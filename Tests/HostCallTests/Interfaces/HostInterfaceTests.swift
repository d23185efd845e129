// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

/// The functions of a host, written without macros.
private protocol Profiles: Sendable {
  func fetch(_ userID: UInt64) async throws -> FetchProfile.Response
  func ping() async throws
}

private enum ProfilesInterface: HostInterface {
  static var calls: [HostInterfaceCall<any Profiles>] {
    [
      HostInterfaceCall(FetchProfile.self) { try await $0.fetch($1.userID) },
      HostInterfaceCall(Ping.self) { profiles, _ in
        try await profiles.ping()
        return Empty()
      },
    ]
  }
}

/// A call under the name of ``Ping`` with a different schema.
private struct OtherPing: HostCallable {
  static var wireName: String { "ping" }
  typealias Response = String
}

/// A call that cannot be made: its name is not valid.
private struct Unnamed: HostCallable {
  static var wireName: String { "" }
  typealias Response = Empty
}

private enum UnnamedInterface: HostInterface {
  static var calls: [HostInterfaceCall<any Profiles>] {
    ProfilesInterface.calls + [HostInterfaceCall(Unnamed.self) { _, _ in Empty() }]
  }
}

private struct Implementation: Profiles {
  var body: @Sendable (UInt64) async throws -> String = { "user \($0)" }

  func fetch(_ userID: UInt64) async throws -> FetchProfile.Response {
    FetchProfile.Response(name: try await body(userID), tags: [])
  }

  func ping() async throws {}
}

@Suite("HostInterface", .timeLimit(.minutes(1)))
struct HostInterfaceTests {
  private let names = ["fetch_profile", "ping"]

  @Test("handle registers every call of an interface, and its registrations end them")
  func handle() async throws {
    try await withBridge { bridge async throws in
      let registrations = try bridge.handle(Implementation(), as: ProfilesInterface.self)
      #expect(registrations.map(\.wireName) == names)
      #expect(ProfilesInterface.calls.map(\.wireName) == names)
      #expect(try await bridge.call(FetchProfile(userID: 7)).name == "user 7")
      _ = try await bridge.call(Ping())
      for registration in registrations { #expect(registration.unregister()) }
      #expect(try bridge.unregistered(among: names) == names)
    }
  }

  @Test("if a call of an interface has another schema, the error names it, and none is registered")
  func mismatch() async throws {
    try await withBridge { bridge async throws in
      try bridge.declare(OtherPing.self)
      let error = #expect(throws: HostSetupError.self) {
        try bridge.handle(Implementation(), as: ProfilesInterface.self)
      }
      #expect(error?.code == .failedPrecondition)
      #expect(error?.wireName == "ping")
      #expect(try bridge.unregistered(among: names) == names)
    }
  }

  @Test("if a call of an interface cannot be made, none is registered or exposed")
  func invalid() async throws {
    let bridge = HostBridge()
    for _ in 0..<2 {
      let error = #expect(throws: HostSetupError.self) {
        try bridge.handle(Implementation(), as: UnnamedInterface.self)
      }
      #expect(error?.code == .invalidArgument)
    }
    #expect(throws: HostSetupError.self) { try bridge.expose(Implementation(), as: UnnamedInterface.self) }
    #expect(try bridge.unregistered(among: names) == names)
    let descriptor = bridge.descriptor()
    #expect(descriptor.isEmpty || !String(decoding: descriptor, as: UTF8.self).contains("ping"))
    await bridge.close()
    #expect(throws: HostSetupError.self) { try bridge.handle(Implementation(), as: ProfilesInterface.self) }
  }

  @Test("expose lets the host call every function of an interface")
  func expose() async throws {
    try await withBridge { bridge async throws in
      try bridge.expose(Implementation(), as: ProfilesInterface.self)
      #expect(await callCore("ping", on: bridge).outcome == HOSTCALL_REPLY_OK)
      let request: [UInt8] = try CBOREncoder().encode(FetchProfile(userID: 7))
      let reply = await callCore("fetch_profile", request, on: bridge)
      #expect(reply.outcome == HOSTCALL_REPLY_OK)
      #expect(reply.message.contains("user 7"))
    }
  }

  @Test("an implementation finds the context of its call, and child tasks too")
  func context() async throws {
    try await withBridge { bridge async throws in
      #expect(HostCallContext.current == nil)
      try bridge.handle(
        Implementation { _ in
          async let inner = HostCallContext.current?.callID
          let context = try #require(HostCallContext.current)
          #expect(await inner == context.callID)
          #expect(context.remaining.map { $0 <= .seconds(100) } == true)
          return "\(context.wireName) \(context.bridge.cHandle == bridge.cHandle)"
        }, as: ProfilesInterface.self)
      #expect(
        try await bridge.call(FetchProfile(userID: 7), timeout: .seconds(100)).name == "fetch_profile true")
    }
  }

  @Test("an error that an implementation creates crosses with its code, and that of an inner call with its name")
  func errors() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(
        Implementation { userID in
          switch userID {
          case 1: throw HostCallError<FetchProfile.Failure>(code: .resourceExhausted, message: "later")
          case 2: throw FetchProfile.Failure.notFound(userID: userID)
          case 3: throw HostCallError(failure: FetchProfile.Failure.busy)
          default: return "\(try await bridge.call(ReadClock(clock: 1)))"
          }
        }, as: ProfilesInterface.self)
      var errors: [HostCallError<FetchProfile.Failure>] = []
      for userID in 1...4 {
        do throws(HostCallError<FetchProfile.Failure>) {
          _ = try await bridge.call(FetchProfile(userID: UInt64(userID)))
        } catch {
          errors.append(error)
        }
      }
      #expect(errors.map(\.code) == [.resourceExhausted, .failed, .failed, .unknown])
      #expect(errors.first?.message == "later")
      #expect(errors.map(\.failure) == [nil, .notFound(userID: 2), .busy, nil])
      #expect(errors.last?.message.contains("unimplemented in read_clock") == true)
    }
  }

  @Test("the bridge and a client over it make the same calls for a type that only knows HostCaller")
  func callers() async throws {
    func name(_ caller: some HostCaller) async throws -> String {
      try await caller.call(FetchProfile(userID: 7), timeout: .seconds(100)).name
    }
    try await withBridge { bridge async throws in
      try bridge.handle(Implementation(), as: ProfilesInterface.self)
      #expect(try await name(bridge) == "user 7")
      #expect(try await name(HostCallClient(transport: bridge)) == "user 7")
    }
  }
}
