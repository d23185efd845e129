// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import HostCallTesting
import Testing

@Suite("HostCallAuthorization", .timeLimit(.minutes(1)))
struct HostCallAuthorizationTests {
  private func withBridge(
    _ authorization: HostCallAuthorization, _ body: (HostBridge) async throws -> Void
  ) async throws {
    try await HostCallTesting.withBridge(configuration: .intercepting(handlers: [authorization]), body)
  }

  @Test("a list of names decides at a bridge too, for handlers and for what the core exposes")
  func names() async throws {
    try await withBridge(HostCallAuthorization(allowing: ["right"])) { bridge async throws in
      for name in ["right", "wrong"] {
        try bridge.handleBytes(name) { _ in .response([1]) }
        try bridge.exposeBytes(name) { _ in .response([2]) }
      }
      #expect(try await bridge.callBytes("right", []) == [1])
      let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("wrong", []) }
      #expect(error?.code == .permissionDenied && error?.message == "the call is not allowed")
      #expect(await callCore("wrong", on: bridge).message == "the call is not allowed")
    }
  }

  @Test("a closure sees the name and the metadata, and no peer in one process")
  func closure() async throws {
    let authorization = HostCallAuthorization { call in
      guard call.peer == nil, call.metadata["user"] == "me" else { return .refuse(.unauthenticated, call.wireName) }
      return .allow
    }
    try await withBridge(authorization) { bridge async throws in
      try bridge.handleBytes("f") { _ in .response([1]) }
      let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", []) }
      #expect(error?.code == .unauthenticated && error?.message == "f")
      var metadata = HostCallMetadata()
      try metadata.set("me", forKey: "user")
      #expect(try await HostCallMetadata.withValue(metadata) { try await bridge.callBytes("f", []) } == [1])
    }
  }
}
