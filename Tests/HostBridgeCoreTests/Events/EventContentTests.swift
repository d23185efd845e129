// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("The content of an event")
struct EventContentTests {
  @Test(
    "has the bytes that were copied, aligned to 16, whether it is small or not",
    arguments: [0, 1, 16, 31, 32, 33, 1000])
  func bytes(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 + 1) }
    let entry = try unsafe bytes.withUnsafeBytes { bytes in
      BoundedQueue<EventContent>.Entry(
        element: try #require(unsafe EventContent(copying: bytes)), start: 0, dropped: 0)
    }
    let content = entry.element
    #expect(content.count == size && content.memory?.array == bytes)
    #expect(content.withBytes { unsafe $0.withUnsafeBytes { unsafe [UInt8]($0) } } == bytes)
    // The callback thread passes the bytes where they are.
    let place = UnsafeMutablePointer<BoundedQueue<EventContent>.Entry>.allocate(capacity: 1)
    unsafe place.initialize(to: entry)
    let start = unsafe EventContent.start(of: UnsafeRawPointer(place).assumingMemoryBound(to: EventContent.self))
    #expect(UInt(bitPattern: start) % 16 == 0)
    let inPlace = unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: size))
    #expect(inPlace == bytes)
    unsafe place.deinitialize(count: 1)
    unsafe place.deallocate()
    #expect((size > EventContent.smallSize) == (content.memory === content.memory))
  }
}
