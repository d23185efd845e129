// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

@Suite("Registering, exposing, declaring and requiring calls", .timeLimit(.minutes(1)))
struct SetupTests {
  private struct Nameless<Value: Codable & Sendable>: HostCallable {
    typealias Response = Empty
    var value: Value
  }

  private struct Misnamed: HostCallable {
    static var wireName: String { "mis\0named" }
    typealias Response = Empty
  }

  private struct NotPlain: HostCallable {
    static var wireFormat: WireFormat { .raw }
    typealias Response = Int
    var text: String
  }

  /// Another version of `FetchProfile`.
  private struct OldFetchProfile: HostCallable {
    static var wireName: String { FetchProfile.wireName }
    typealias Response = String
    var userID: UInt64
  }

  /// The functions of a bridge that take a type of call.
  enum Function: CaseIterable {
    case handle, expose, declare, require

    fileprivate func callAsFunction<C: HostCallable>(_ type: C.Type, on bridge: HostBridge) throws(HostSetupError) {
      switch self {
      case .handle: try bridge.handle(type) { _, _ in throw CancellationError() }
      case .expose: try bridge.expose(type) { _, _ in throw CancellationError() }
      case .declare: try bridge.declare(type)
      case .require: try bridge.require(type)
      }
    }
  }

  /// Expects the function to throw an error of one line without a cause, and returns it.
  private func error<C: HostCallable>(
    of function: Function, _ type: C.Type, on bridge: HostBridge
  ) -> HostSetupError? {
    let error = #expect(throws: HostSetupError.self) { try function(type, on: bridge) }
    #expect(error?.cause == nil)
    #expect(error?.description.contains(where: \.isNewline) == false)
    return error
  }

  @Test("a type without a valid wire name is refused, with the name that it has", arguments: Function.allCases)
  func names(_ function: Function) async {
    await withBridge { bridge in
      let misnamed = error(of: function, Misnamed.self, on: bridge)
      #expect(misnamed?.code == .invalidArgument && misnamed?.wireName == "mis\0named")
      #expect(misnamed?.message.contains("this one has 9 bytes with a NUL among them") == true)
      let nameless = error(of: function, Nameless<Int>.self, on: bridge)
      #expect(nameless?.code == .invalidArgument && nameless?.wireName == nil)
      #expect(nameless?.message.hasPrefix("Nameless<Int> has an empty wire name") == true)
    }
  }

  @Test("a type that states the raw format and is not plain is refused by name", arguments: Function.allCases)
  func notPlain(_ function: Function) async {
    await withBridge { bridge in
      let refused = error(of: function, NotPlain.self, on: bridge)
      #expect(refused?.code == .invalidArgument && refused?.wireName == "not_plain")
      #expect(refused?.message == "NotPlain cannot be encoded as raw bytes: it does not conform to PlainData")
    }
  }

  @Test("a closed bridge is unavailable, whatever the call is", arguments: Function.allCases)
  func closed(_ function: Function) async {
    let bridge = HostBridge()
    await bridge.close()
    for error in [error(of: function, Ping.self, on: bridge), error(of: function, Misnamed.self, on: bridge)] {
      #expect(error?.code == .unavailable && error?.message == "the bridge is closed" && error?.wireName == nil)
    }
  }

  @Test("a schema that does not match is refused by the call's name, from either side")
  func schemas() async throws {
    let refusing = HostBridge()
    try refusing.declare(FetchProfile.self)
    let handler = HostBridge()
    try handler.handle(OldFetchProfile.self) { _, _ in "" }
    for error in [
      error(of: .handle, OldFetchProfile.self, on: refusing), error(of: .declare, FetchProfile.self, on: handler),
      error(of: .require, FetchProfile.self, on: handler),
    ] {
      #expect(error?.code == .failedPrecondition && error?.wireName == "fetch_profile")
      #expect(error?.message.hasPrefix("the host's schema of fetch_profile is not the core's: response") == true)
    }
    await refusing.close()
    await handler.close()
  }

  @Test("require names the first call that is missing, and all of them in its message")
  func missing() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(Ping.self) { _, _ in Empty() }
      let error = #expect(throws: HostSetupError.self) {
        try bridge.require(Ping.self, ReadClock.self, FetchProfile.self)
      }
      #expect(error?.code == .unimplemented && error?.wireName == "read_clock" && error?.cause == nil)
      #expect(
        error?.description == "unimplemented in read_clock: the host has not registered: read_clock, fetch_profile")
    }
  }
}
