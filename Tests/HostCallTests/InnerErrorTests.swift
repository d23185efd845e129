// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import TestSupport
import Testing

/// A function that the core exposes, and answers by making calls of its own.
private struct Outer: HostCallable {
  struct Failure: Error, Codable, Equatable, Sendable {
    var reason: String
  }

  typealias Response = String
}

/// A function like ``Outer`` that declares no failure.
private struct Plain: HostCallable {
  typealias Response = String
}

@Suite("Errors of calls that an exposed function makes", .timeLimit(.minutes(1)))
struct InnerErrorTests {
  @Test("an inner failure reaches the host with the inner call's name and content")
  func failure() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(FetchProfile.self) { request, _ in throw FetchProfile.Failure.notFound(userID: request.userID) }
      try bridge.expose(Outer.self) { _, context in try await context.bridge.call(FetchProfile(userID: 77)).name }
      let reply = await callCore("outer", on: bridge)
      #expect(reply.outcome == HOSTCALL_REPLY_ERROR)
      #expect(
        reply.message == "failed in fetch_profile (call 1): the host answered with a failure: notFound(userID: 77)")
    }
  }

  @Test("an inner error's code is in the message, so the error is not mistaken for the outer call's")
  func codes() async throws {
    try await withBridge { bridge async throws in
      // The host has registered no handler for `ping`, and the core exposes `plain`.
      try bridge.expose(Plain.self) { _, context in
        _ = try await context.bridge.call(Ping())
        return ""
      }
      let missing = await callCore("plain", on: bridge)
      #expect(missing.outcome == HOSTCALL_REPLY_ERROR)
      #expect(missing.message.hasPrefix("unimplemented in ping (call 1): the host has registered no function named"))

      try bridge.expose(Plain.self) { _, context in
        String(decoding: try await context.bridge.callBytes("ping", []), as: UTF8.self)
      }
      let inBytes = await callCore("plain", on: bridge)
      #expect(inBytes.outcome == HOSTCALL_REPLY_ERROR)
      #expect(inBytes.message.hasPrefix("unimplemented in ping"))

      // A call of the same name to the host is a different call.
      try bridge.expose(Plain.self) { _, context in
        try await HostCallClient(transport: context.bridge).call(Plain())
      }
      let relayed = await callCore("plain", on: bridge)
      #expect(relayed.outcome == HOSTCALL_REPLY_ERROR)
      #expect(relayed.message.hasPrefix("unimplemented in plain"))
    }
  }

  @Test("an inner error keeps its message for every code", arguments: 1...16)
  func everyCode(_ code: Int) async throws {
    try await withBridge { bridge async throws in
      let inner = HostCallError<Never>(code: HostCallCode(rawValue: code), message: "because")
      try bridge.handle(Ping.self) { _, _ in throw inner }
      try bridge.expose(Plain.self) { _, context in
        _ = try await context.bridge.call(Ping())
        return ""
      }
      let reply = await callCore("plain", on: bridge)
      #expect(reply.outcome == HOSTCALL_REPLY_ERROR)
      #expect(reply.message == "\(HostCallCode(rawValue: code)) in ping (call 1): because")
    }
  }

  @Test("an inner failure keeps its content even if no type, or the wrong one, is declared for it")
  func undeclared() async throws {
    try await withBridge { bridge async throws in
      // {"code": "locked"}
      let failure: [UInt8] = [0xA1, 0x64, 0x63, 0x6F, 0x64, 0x65, 0x66, 0x6C, 0x6F, 0x63, 0x6B, 0x65, 0x64]
      try bridge.handleBytes("ping") { _ in .failure(failure) }
      try bridge.handleBytes("fetch_profile") { _ in .failure(failure) }
      let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Ping()) }
      #expect(error?.message == #"the host answered with a failure, but Ping declares none: {"code": "locked"}"#)
      let other = await #expect(throws: HostCallError<FetchProfile.Failure>.self) {
        try await bridge.call(FetchProfile(userID: 1))
      }
      #expect(other?.message.hasPrefix("the failure cannot be decoded as Failure: ") == true)
      #expect(other?.message.hasSuffix(#": {"code": "locked"}"#) == true)
      try bridge.expose(Plain.self) { _, context in
        String(decoding: try await context.bridge.callBytes("ping", []), as: UTF8.self)
      }
      let reply = await callCore("plain", on: bridge)
      #expect(reply.message.hasPrefix("failed in ping") && reply.message.hasSuffix(#"{"code": "locked"}"#))
    }
  }

  @Test("an inner error that is too long is truncated")
  func length() async throws {
    try await withBridge { bridge async throws in
      let long = String(repeating: "very ", count: 100_000)
      try bridge.handle(Ping.self) { _, _ in throw HostCallError<Never>(code: .notFound, message: long) }
      try bridge.expose(Plain.self) { _, context in
        _ = try await context.bridge.call(Ping())
        return ""
      }
      let reply = await callCore("plain", on: bridge)
      #expect(reply.message.hasPrefix("notFound in ping (call 1): very very") && reply.message.hasSuffix("…"))
      #expect(reply.message.utf8.count < 5000)
    }
  }

  @Test("an error of setting up becomes unknown with its description, whether the function creates it or not")
  func setup() async throws {
    try await withBridge { bridge async throws in
      try bridge.expose(Plain.self) { _, context in
        try context.bridge.require(Ping.self)
        return ""
      }
      let missing = await callCore("plain", on: bridge)
      #expect(missing.outcome == HOSTCALL_REPLY_ERROR)
      #expect(missing.message == "unimplemented in ping: the host has not registered: ping")
      try bridge.expose(Outer.self) { _, _ in
        throw HostSetupError(code: .permissionDenied, message: "no\nentry", cause: OddError())
      }
      let created = await callCore("outer", on: bridge)
      #expect(created.outcome == HOSTCALL_REPLY_ERROR && created.message == "permissionDenied: no entry (the odd one)")
      try bridge.handle(Ping.self) { _, _ in
        throw HostSetupError(code: .cancelled, message: String(repeating: "very ", count: 100_000))
      }
      let long = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Ping()) }
      #expect(long?.code == .unknown && long?.message.hasPrefix("cancelled: very very") == true)
      #expect(long?.message.hasSuffix("…") == true && (long?.message.utf8.count ?? .max) < 5000)
    }
  }

  @Test("an error that the function creates, or a failure that both calls declare, is the outer call's own")
  func own() async throws {
    try await withBridge { bridge async throws in
      try bridge.expose(Plain.self) { _, _ in throw HostCallError<Never>(code: .permissionDenied, message: "not you") }
      let denied = await callCore("plain", on: bridge)
      #expect(denied.outcome == 0x107 && denied.message == "not you")
      try bridge.expose(Plain.self) { _, context in
        throw HostCallError<Never>(code: .notFound, message: "nowhere", wireName: context.wireName)
      }
      let named = await callCore("plain", on: bridge)
      #expect(named.outcome == 0x105 && named.message == "nowhere")
      struct SameFailure: HostCallable {
        typealias Response = String
        typealias Failure = FetchProfile.Failure
      }
      try bridge.handle(FetchProfile.self) { _, _ in throw FetchProfile.Failure.busy }
      try bridge.expose(SameFailure.self) { _, context in try await context.bridge.call(FetchProfile(userID: 1)).name }
      #expect(await callCore("same_failure", on: bridge).outcome == HOSTCALL_REPLY_FAILURE)
    }
  }

  @Test("an inner error is caught with its type if the closure states the type")
  func typed() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(FetchProfile.self) { request, _ in throw FetchProfile.Failure.notFound(userID: request.userID) }
      try bridge.expose(Outer.self) { _, context in
        do throws(HostCallError<FetchProfile.Failure>) {
          return try await context.bridge.call(FetchProfile(userID: 77)).name
        } catch {
          throw Outer.Failure(reason: "\(error.failure.map { "\($0)" } ?? error.message)")
        }
      }
      let reply = await callCore("outer", on: bridge)
      #expect(reply.outcome == HOSTCALL_REPLY_FAILURE)
      #expect(reply.message.contains("notFound(userID: 77)"))
    }
  }
}
