// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("The phases of a close")
struct CloseGateTests {
  private let gate = CloseGate()

  @Test("a close goes through each phase once")
  func phases() {
    #expect(!gate.isDraining && !gate.isClosing && !gate.isRefusing && !gate.isFinished)
    #expect(gate.drain(until: Deadline(nanoseconds: 5)))
    #expect(gate.isDraining && !gate.isClosing && gate.endOfGrace == Deadline(nanoseconds: 5))
    #expect(!gate.drain(until: .never))
    #expect(gate.begin())
    #expect(!gate.isDraining && gate.isClosing && !gate.isRefusing && gate.endOfGrace == .never)
    #expect(!gate.begin() && !gate.drain(until: .never))
    gate.didRefuseEverything()
    #expect(gate.isClosing && gate.isRefusing && !gate.isFinished)
    #expect(gate.finish().isEmpty)
    #expect(gate.isClosing && gate.isRefusing && gate.isFinished)
  }

  @Test("the gate can refuse everything only while the bridge closes")
  func refusing() {
    gate.didRefuseEverything()
    #expect(!gate.isRefusing)
    #expect(gate.begin())
    #expect(gate.finish().isEmpty)
    gate.didRefuseEverything()
    #expect(gate.isFinished)
  }

  @Test("the end of a close returns its waiting closers once")
  func closers() {
    let parker = Parker()
    defer { parker.release() }
    #expect(gate.wait(.thread(parker)))
    #expect(gate.begin())
    #expect(gate.wait(.task(Suspension())))
    #expect(gate.finish().count == 2)
    #expect(!gate.wait(.thread(parker)))
    #expect(gate.finish().isEmpty)
  }
}
