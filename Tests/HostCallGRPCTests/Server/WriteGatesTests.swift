// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import Testing

@testable import HostCallGRPC

@Suite("The gates of a server")
struct WriteGatesTests {
  @Test("each gate is found once by its ID, and no ID is used twice")
  func ids() {
    let gates = WriteGates()
    let (first, second) = (WriteGate(), WriteGate())
    let (firstID, secondID) = (gates.add(first), gates.add(second))
    #expect(firstID != secondID)
    #expect(gates.remove(secondID) === second && gates.remove(secondID) == nil)
    let third = gates.add(second)
    #expect(third != firstID && third != secondID)
    #expect(gates.remove(firstID) === first && gates.remove(third) === second)
  }

  @Test("an ID that does not exist finds nothing")
  func unknown() {
    let gates = WriteGates()
    let id = gates.add(WriteGate())
    #expect(gates.remove(0) == nil && gates.remove(id + 1) == nil && gates.remove(.max) == nil)
    #expect(gates.remove(id) != nil)
  }
}
#endif
