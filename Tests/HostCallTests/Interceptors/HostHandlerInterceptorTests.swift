// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import HostCallTesting
import Testing

@Suite("HostHandlerInterceptor", .timeLimit(.minutes(1)))
struct HostHandlerInterceptorTests {
  private let log = InterceptorLog()

  /// Refuses calls without a token, and changes the request or the response of others.
  private struct Gate: HostHandlerInterceptor {
    func intercept<C: HostCallable>(_ call: HostIncomingCall<C>, next: HostHandlerNext<C>) async -> HostCallOutcome<C> {
      var call = call
      switch call.context.metadata["token"] {
      case nil: return HostCallOutcome(.failure(HostCallError(code: .permissionDenied, message: "no token")))
      case "first": if let first = FetchProfile(userID: 1) as? C { call.request = first }
      case "renewed":
        if let response = FetchProfile.Response(name: "renewed", tags: []) as? C.Response {
          return HostCallOutcome(.success(response))
        }
      case "same": return HostCallOutcome(await next(call).result)
      default: break
      }
      return await next(call)
    }
  }

  private func withBridge(_ body: (HostBridge) async throws -> Void) async throws {
    let interceptors: [any HostHandlerInterceptor] = [Logging(name: "A", log: log), Gate()]
    try await HostCallTesting.withBridge(configuration: .intercepting(handlers: interceptors)) { bridge async throws in
      try bridge.handle(FetchProfile.self) { request, _ in
        switch request.userID {
        case 0: throw FetchProfile.Failure.busy
        case 99: throw OddError()
        case 98: return try await bridge.call(FetchProfile(userID: 0))
        default: return .init(name: "\(request.userID)", tags: [])
        }
      }
      try await body(bridge)
    }
  }

  private func call(_ userID: UInt64, token: String?, on bridge: HostBridge) async throws -> String {
    var metadata = HostCallMetadata()
    if let token { try metadata.set(token, forKey: "token") }
    return try await HostCallMetadata.withValue(metadata) {
      try await bridge.call(FetchProfile(userID: userID)).name
    }
  }

  @Test("a call is refused, changed or answered in front of its handler")
  func changes() async throws {
    try await withBridge { bridge async throws in
      let error = await #expect(throws: HostCallError<FetchProfile.Failure>.self) {
        try await call(7, token: nil, on: bridge)
      }
      #expect(error?.code == .permissionDenied && error?.message == "no token")
      #expect(try await call(7, token: "any", on: bridge) == "7")
      #expect(try await call(7, token: "first", on: bridge) == "1")
      #expect(try await call(7, token: "renewed", on: bridge) == "renewed")
      #expect(try await call(7, token: "same", on: bridge) == "7")
      #expect(
        log.take() == [
          "A handles fetch_profile of 9", "A answers permissionDenied 9 - 1",
          "A handles fetch_profile of 9", "A answers response 9 14 1",
          "A handles fetch_profile of 9", "A answers response 9 14 1",
          "A handles fetch_profile of 9", "A answers response 9 20 1",
          "A handles fetch_profile of 9", "A answers response 9 14 1",
        ])
    }
  }

  @Test("errors are answered as without interceptors", arguments: ["any", "same"])
  func errors(token: String) async throws {
    let plain = HostBridge()
    try plain.handle(FetchProfile.self) { request, _ in
      switch request.userID {
      case 0: throw FetchProfile.Failure.busy
      default: throw OddError()
      }
    }
    try await withBridge { bridge async throws in
      for userID in [0, 98, 99] as [UInt64] {
        let error = await #expect(throws: HostCallError<FetchProfile.Failure>.self) {
          try await call(userID, token: token, on: bridge)
        }
        let expected = await #expect(throws: HostCallError<FetchProfile.Failure>.self) {
          try await call(userID == 98 ? 0 : userID, token: token, on: plain)
        }
        #expect(error?.code == expected?.code && error?.message == expected?.message)
        #expect(error?.failure == expected?.failure)
      }
    }
    await plain.close()
  }

  @Test("a function that the core exposes has interceptors")
  func exposed() async throws {
    try await HostCallTesting.withBridge(
      configuration: .intercepting(handlers: [Logging(name: "A", log: log)])
    ) { bridge async throws in
      try bridge.expose(Ping.self) { _, _ in Empty() }
      #expect(await callCore("ping", on: bridge).outcome == HOSTCALL_REPLY_OK)
      #expect(log.take() == ["A handles ping of 1", "A answers response 1 1 1"])
    }
  }

  @Test("a host in C calls through the interceptors, which see its metadata")
  func exposedWithMetadata() async throws {
    let interceptors: [any HostHandlerInterceptor] = [Logging(name: "A", log: log), Gate()]
    try await HostCallTesting.withBridge(configuration: .intercepting(handlers: interceptors)) { bridge async throws in
      try bridge.expose(FetchProfile.self) { request, _ in .init(name: "\(request.userID)", tags: []) }
      // {"userID": 7}
      let request: [UInt8] = [0xA1, 0x66] + Array("userID".utf8) + [7]
      #expect(await callCore("fetch_profile", request, on: bridge).message == "no token")
      let answer = await callCore("fetch_profile", request, metadata: ("token", "first"), on: bridge)
      #expect(answer.outcome == HOSTCALL_REPLY_OK && answer.message.contains("name") && answer.message.contains("1"))
      #expect(
        log.take() == [
          "A handles fetch_profile of 9", "A answers permissionDenied 9 - 1",
          "A handles fetch_profile of 9", "A answers response 9 14 1",
        ])
    }
  }

  @Test("a request that cannot be decoded is answered without interceptors")
  func undecodable() async throws {
    try await HostCallTesting.withBridge(
      configuration: .intercepting(handlers: [Logging(name: "A", log: log)])
    ) { bridge async throws in
      try bridge.expose(FetchProfile.self) { _, _ in .init(name: "", tags: []) }
      #expect(await callCore("fetch_profile", on: bridge).message.hasPrefix("the request cannot be decoded"))
      #expect(log.take() == [])
    }
  }
}
