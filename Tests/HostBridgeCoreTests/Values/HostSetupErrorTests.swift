// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCallTesting
import Testing

@Suite("Errors of setting up")
struct HostSetupErrorTests {
  /// An error whose description is that text.
  private struct Cause: Error, CustomStringConvertible {
    var description: String
  }

  @Test(
    "the description is one line with the code, the call, the message, and the cause unless the message has it",
    arguments: [
      (nil, nil, "unavailable: it cannot listen"), ("ping", nil, "unavailable in ping: it cannot listen"),
      (nil, "in use", "unavailable: it cannot listen (in use)"), (nil, "cannot", "unavailable: it cannot listen"),
      ("pi\nng", "first\r\n\nsecond\n", "unavailable in pi ng: it cannot listen (first second )"),
    ])
  func description(_ wireName: String?, _ cause: String?, _ text: String) {
    let error = HostSetupError(
      code: .unavailable, message: "it cannot listen", wireName: wireName, cause: cause.map(Cause.init))
    #expect(error.description == text)
  }

  @Test("a message of several lines is one in the description, and stays as it is in the message")
  func lines() {
    let error = HostSetupError(code: HostCallCode(rawValue: 99), message: "one\ntwo\u{2028}three")
    #expect(error.description == "code 99: one two three")
    #expect(error.message == "one\ntwo\u{2028}three")
  }

  @Test("the error of a check that calls make as well keeps its code, message and name")
  func conversion() {
    let error = HostSetupError(BridgeError(code: .notFound, message: "nowhere", wireName: "ping", callID: 7))
    #expect(error.code == .notFound && error.message == "nowhere" && error.wireName == "ping")
    #expect(error.cause == nil)
  }

  /// The functions in bytes that throw the error, each for a name.
  private static let functions: [(name: String, run: @Sendable (HostBridge, String) throws(HostSetupError) -> Void)] = [
    ("handleBytes", { bridge, name throws(HostSetupError) in try bridge.handleBytes(name) { _ in .response([]) } }),
    ("exposeBytes", { bridge, name throws(HostSetupError) in try bridge.exposeBytes(name) { _ in .response([]) } }),
    ("unregistered", { bridge, name throws(HostSetupError) in _ = try bridge.unregistered(among: ["f", name]) }),
  ]

  @Test("a function in bytes says which name is invalid", arguments: ["", "a\0b", String(repeating: "\n", count: 256)])
  func invalidName(_ name: String) async {
    await withBridge { bridge in
      for (function, run) in Self.functions {
        let error = #expect(throws: HostSetupError.self, "\(function)") { try run(bridge, name) }
        #expect(error?.code == .invalidArgument && error?.wireName == name && error?.cause == nil, "\(function)")
        #expect(error?.message.contains("this one has \(name.utf8.count) bytes") == true, "\(function)")
        #expect(error?.description.contains(where: \.isNewline) == false, "\(function)")
      }
    }
  }

  @Test("a function in bytes says that the bridge is closed, and names the call")
  func closed() async {
    let bridge = HostBridge()
    await bridge.close()
    for (function, run) in Self.functions.prefix(2) {
      let error = #expect(throws: HostSetupError.self, "\(function)") { try run(bridge, "f") }
      #expect(error?.code == .unavailable && error?.wireName == "f" && error?.cause == nil, "\(function)")
      #expect(error?.message.contains("closed") == true, "\(function)")
    }
  }
}
