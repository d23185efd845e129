// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import Testing

@testable import HostCallGRPC

@Suite("The gate of a stream's writes", .timeLimit(.minutes(1)))
struct WriteGateTests {
  private let gate = WriteGate()

  @Test("a task passes when everything is written", arguments: [false, true])
  func passes(waits: Bool) async throws {
    gate.add(10)
    async let passed = gate.pass()
    if waits { try await Task.sleep(for: .milliseconds(5)) }
    gate.written(15)
    #expect(await passed)
    #expect(await gate.pass())
  }

  @Test("a task does not pass a gate that is closed while it waits, or before", arguments: [false, true])
  func closed(waits: Bool) async throws {
    gate.add(10)
    async let passed = gate.pass()
    if waits { try await Task.sleep(for: .milliseconds(5)) }
    gate.close()
    #expect(await !passed)
    #expect(await !gate.pass())
  }

  @Test("a task that is cancelled does not pass, and closes the gate", arguments: [false, true])
  func cancelled(waits: Bool) async throws {
    gate.add(10)
    let task = Task { [gate] in await gate.pass() }
    if waits { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    #expect(await !task.value)
    gate.written(15)
    #expect(await !gate.pass())
  }
}
#endif
