// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import Testing

@testable import HostCall

@Suite("EnvironmentRecording") struct EnvironmentRecordingTests {
  private let log: TestLog

  init() throws { log = try TestLog() }

  private func recorder(_ variables: [String: String]) throws -> CallRecorder? {
    try EnvironmentRecording.make { variables[$0] }
  }

  @Test("without the variable there is no recorder")
  func none() throws {
    #expect(try recorder(["HOSTCALL_TRACE_PAYLOADS": "1"]) == nil)
  }

  @Test("the variables set the options")
  func options() throws {
    let defaults = try #require(try recorder(["HOSTCALL_TRACE": log.path()]))
    #expect(defaults.options == CallRecorder.Options())
    let recorder = try #require(
      try recorder([
        "HOSTCALL_TRACE": log.path(), "HOSTCALL_TRACE_PAYLOADS": "1", "HOSTCALL_TRACE_BEGINNINGS": "1",
        "HOSTCALL_TRACE_REDACT": " password, ,token", "HOSTCALL_TRACE_LIMIT": "1000000",
      ]))
    #expect(recorder.options.recordsPayloads && recorder.options.recordsBeginnings)
    #expect(recorder.options.redactedFields == ["password", "token"] && recorder.options.sizeLimit == 1_000_000)
  }

  @Test(
    "a value that has no meaning is an error",
    arguments: [
      ("HOSTCALL_TRACE_PAYLOADS", "yes", "0 or 1"), ("HOSTCALL_TRACE_BEGINNINGS", "2", "0 or 1"),
      ("HOSTCALL_TRACE_LIMIT", "1M", "a number of bytes"), ("HOSTCALL_TRACE_LIMIT", "0", "a number of bytes"),
    ])
  func invalid(name: String, value: String, expected: String) throws {
    let error = #expect(throws: HostSetupError.self) { try recorder(["HOSTCALL_TRACE": log.path(), name: value]) }
    #expect(error?.message == "\(name) is '\(value)', expected \(expected)")
  }

  @Test("a configuration that has the recorder does not receive it again")
  func twice() throws {
    let recorder = try #require(try recorder(["HOSTCALL_TRACE": log.path()]))
    let once = EnvironmentRecording.adding(recorder, to: HostBridgeConfiguration())
    let twice = EnvironmentRecording.adding(recorder, to: once)
    #expect(twice.callInterceptors.count == 1 && twice.handlerInterceptors.count == 1)
  }

  @Test("the bridge receives the object")
  func object() {
    let object = unsafe environmentInterception().map { address in
      unsafe Unmanaged<AnyObject>.fromOpaque(address).takeUnretainedValue()
    }
    #expect(object is any EnvironmentInterception)
  }
}
