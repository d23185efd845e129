// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

@Suite("Redaction of recorded payloads", .timeLimit(.minutes(1)))
struct RedactionTests {
  private struct LogIn: HostCallable {
    struct Account: Codable, Sendable {
      var name: String
      var passWord: String
    }
    struct Response: Codable, Sendable {
      var tokens: [String: String]
      var token: [Int]
    }
    enum Failure: Error, Codable { case wrong(password: String) }

    var accounts: [[Account]]
    var sealed: CBOREmbedded<Account>
  }

  private func records(
    redacting names: Set<String>, fails: Bool = false, metadata: [String: String] = [:]
  ) async throws -> (records: [CallRecord], bytes: [UInt8]) {
    let log = try TestLog()
    let configuration = try log.configuration {
      $0.recordsPayloads = true
      $0.redactedFields = names
    }
    var carried = HostCallMetadata()
    for (key, value) in metadata { try carried.set(value, forKey: key) }
    try await withBridge(configuration: configuration) { bridge async throws in
      try bridge.handle(LogIn.self) { _, _ in
        if fails { throw LogIn.Failure.wrong(password: "hunter2") }
        return LogIn.Response(tokens: ["a": "b"], token: [1, 2])
      }
      let account = LogIn.Account(name: "ada", passWord: "hunter2")
      let request = try LogIn(accounts: [[account]], sealed: CBOREmbedded(account))
      _ = await HostCallMetadata.withValue(carried) { try? await bridge.call(request) }
    }
    return (try log.records(), try log.bytes())
  }

  @Test("fields are replaced at any depth, on both sides")
  func depth() async throws {
    let (records, bytes) = try await records(redacting: ["PASSWORD", "token"])
    #expect(records.count == 2)
    for record in records {
      #expect(
        record.request?.description.hasPrefix(
          #"{"accounts": [[{"name": "ada", "passWord": "[redacted]"}]], "sealed": 24("#) == true)
      #expect(record.response?.description == #"{"tokens": {"a": "b"}, "token": "[redacted]"}"#)
      #expect(record.redacted == ["passWord", "token"])
    }
    #expect(!String(decoding: bytes, as: UTF8.self).contains("hunter2"))
  }

  @Test("without names, everything is recorded as it is")
  func nothing() async throws {
    let (records, bytes) = try await records(redacting: [])
    #expect(records.map(\.redacted) == [nil, nil])
    #expect(String(decoding: bytes, as: UTF8.self).contains("hunter2"))
  }

  @Test("failures are redacted")
  func failures() async throws {
    let (records, _) = try await records(redacting: ["password"], fails: true)
    #expect(
      records.map(\.failure?.description) == Array(repeating: #"{"wrong": {"password": "[redacted]"}}"#, count: 2))
  }

  @Test("the metadata authorization is always replaced, other keys by their names")
  func metadata() async throws {
    let metadata = ["authorization": "Bearer x", "tenant": "acme", "session": "s1"]
    let (records, _) = try await records(redacting: ["session"], metadata: metadata)
    for record in records {
      let values = (record.metadata ?? []).map { "\($0.key) \($0.value?.description ?? "")" }
      #expect(
        Set(values) == [#"authorization "[redacted]""#, #"tenant "acme""#, #"session "[redacted]""#])
      #expect(record.redacted == ["authorization", "session"])
    }
    #expect(records.count == 2)
  }

  @Test("messages nested in each other too deep, or that cannot be read, are replaced as a whole, and named")
  func embedding() async throws {
    let message = try CBOREncoder().encode(["password": "hunter2"])
    var nested = message
    for _ in 1...20 { nested = try CBOREncoder().encode(CBORValue.tagged(24, .bytes(nested))) }
    let trailing = try CBOREncoder().encode(CBORValue.tagged(24, .bytes(message + [0])))
    let field = message.dropFirst()
    let twice = try CBOREncoder().encode(CBORValue.tagged(24, .bytes([0xA2] + field + field)))
    for bytes in [nested, trailing, twice] { try await echo(bytes) }
  }

  private func echo(_ bytes: [UInt8]) async throws {
    let log = try TestLog()
    let configuration = try log.configuration {
      $0.recordsPayloads = true
      $0.redactedFields = ["password"]
    }
    try await withBridge(configuration: configuration) { bridge async throws in
      try bridge.exposeBytes("echo") { .response($0.payload) }
      _ = await callCore("echo", bytes, on: bridge)
    }
    #expect(try log.records().map(\.redacted) == [["tag 24"]])
    #expect(!String(decoding: try log.bytes(), as: UTF8.self).contains("hunter2"))
  }
}
