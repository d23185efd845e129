// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import TestSupport
import Testing

@Suite("A map of channels")
struct ChannelMapTests {
  private func name(_ text: String) throws -> ChannelName { ChannelName(try #require(WireName(text))) }

  @Test(
    "finds a channel by the bytes of its name, and no other", arguments: ["e", "é", "seven77", "eight888", "nine99999"])
  func bytes(text: String) throws {
    var map = ChannelMap()
    let channel = EventChannel(try name(text))
    #expect(map.find(channel.name) == nil)
    map.add(channel)
    // The bytes are found at any address.
    var bytes = [0] + Array(text.utf8)
    for count in 0..<bytes.count {
      let found = unsafe bytes.withUnsafeBytes { bytes in
        let name = unsafe UnsafeRawBufferPointer(rebasing: bytes[1...].prefix(count))
        return unsafe map.find(ChannelName.hash(of: name), name)
      }
      #expect(found === (count == bytes.count - 1 ? channel : nil))
    }
    bytes[bytes.count - 1] ^= 1
    let other = unsafe bytes.withUnsafeBytes { bytes in
      let name = unsafe UnsafeRawBufferPointer(rebasing: bytes[1...])
      // Even with the same hash.
      return unsafe (map.find(ChannelName.hash(of: name), name), map.find(channel.name.hash, name))
    }
    #expect(other.0 == nil && other.1 == nil)
    #expect(map.find(try name("e\u{301}")) == nil)
  }

  @Test("every byte of a name changes its hash", arguments: 1...20)
  func hash(count: Int) {
    let bytes = [UInt8](repeating: 97, count: count)
    var hashes: Set<UInt64> = []
    for index in 0..<count {
      var other = bytes
      other[index] = 98
      hashes.insert(unsafe other.withUnsafeBytes { unsafe ChannelName.hash(of: $0) })
    }
    hashes.insert(unsafe bytes.withUnsafeBytes { unsafe ChannelName.hash(of: $0) })
    #expect(hashes.count == count + 1)
  }

  @Test("finds what was added and not removed, for any order of both")
  func changes() throws {
    var random = SplitMix(for: "channel map")
    var map = ChannelMap()
    var added: [String: EventChannel] = [:]
    let names = (0..<200).map { "name \($0)" }
    for step in 0..<3000 {
      let text = names[Int(random.next() % 200)]
      if let channel = added[text] {
        if step % 1000 > 500 {
          map.remove(channel)
          added[text] = nil
        }
      } else {
        let channel = EventChannel(try name(text))
        map.add(channel)
        added[text] = channel
      }
      if step % 50 == 0 {
        for text in names { #expect(map.find(try name(text)) === added[text]) }
        #expect(Set(map.all.map(ObjectIdentifier.init)) == Set(added.values.map(ObjectIdentifier.init)))
      }
    }
    for channel in added.values { map.remove(channel) }
    #expect(map.all.isEmpty)
  }
}
