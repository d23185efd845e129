// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import Testing

@testable import HostCallGRPC

@Suite("The states of a stream's gate")
struct WriteGateStateMachineTests {
  /// The bytes before a message in gRPC.
  private let prefix = 5

  @Test("nothing waits while nothing is unwritten")
  func open() {
    var gate = WriteGateStateMachine<Int>()
    #expect(!gate.wait(1) && !gate.isClosed)
    gate.add(10)
    #expect(gate.written(10 + prefix) == nil)
    #expect(gate.wait(2) == false)
  }

  @Test("a waiter is resumed once, when everything is written, the prefixes of messages included")
  func unwritten() {
    var gate = WriteGateStateMachine<Int>()
    gate.add(10)
    gate.add(0)
    #expect(gate.wait(1) == true)
    #expect(gate.written(10 + prefix) == nil && gate.written(prefix - 1) == nil)
    #expect(gate.written(1) == 1)
    #expect(gate.written(0) == nil && gate.close() == nil)
  }

  @Test("a closed gate resumes its waiter, and makes none wait any more")
  func closed() {
    var gate = WriteGateStateMachine<Int>()
    gate.add(10)
    #expect(gate.wait(1) == true)
    #expect(gate.close() == 1)
    #expect(gate.isClosed && gate.close() == nil && !gate.wait(2))
    #expect(gate.written(10 + prefix) == nil && gate.isClosed)
  }
}
#endif
