// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("Copies of a host's bytes")
struct HostMemoryTests {
  @Test("a host's bytes are copied", arguments: [0, 1, 100_000])
  func copies(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let memory = unsafe HostMemory(copying: bytes, count)
    #expect(memory?.array == bytes)
    #expect(memory?.withBytes { $0.byteCount } == count)
  }

  @Test("a copy is refused if memory is lacking")
  func noMemory() {
    let bytes: [UInt8] = [1]
    #expect(unsafe HostMemory(copying: bytes, Int.max / 2) == nil)
    #expect(!HostMemory.isAvailable(.max / 2))
    #expect(HostMemory.isAvailable(1000))
  }
}
