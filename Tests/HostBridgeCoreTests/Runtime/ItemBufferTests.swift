// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("Buffers of items")
struct ItemBufferTests {
  @Test("items come out as they went in, aligned, while the memory grows and is used again")
  func order() {
    var buffer = ItemBuffer()
    for _ in 0..<3 {
      for size in 0..<200 {
        let item = [UInt8](repeating: UInt8(size), count: size * size % 997)
        #expect(unsafe item.withUnsafeBytes { unsafe buffer.append($0) })
      }
      #expect(!buffer.isEmpty)
      for size in 0..<200 {
        let bytes = unsafe buffer.popFirst()
        let isRight = unsafe bytes.count == size * size % 997 && bytes.allSatisfy { $0 == UInt8(size) }
        #expect(isRight)
        #expect(UInt(bitPattern: bytes.baseAddress) % 16 == 0)
      }
      #expect(buffer.isEmpty)
      buffer.removeAll()
    }
    buffer.free()
  }

  @Test("an item for which no memory suffices is refused, and the others stay")
  func noMemory() {
    var buffer = ItemBuffer()
    #expect(unsafe [1, 2, 3].withUnsafeBytes { unsafe buffer.append($0) })
    for size in [Int.max, .max - 15, .max / 4, 1 << 60] {
      // Nothing is read before there is memory.
      let item = unsafe UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: 16), count: size)
      #expect(unsafe !buffer.append(item))
    }
    #expect(unsafe buffer.popFirst().count == 24 && buffer.isEmpty)
    buffer.free()
  }
}
