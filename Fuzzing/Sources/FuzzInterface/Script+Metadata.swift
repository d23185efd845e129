// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore

extension Script {
  /// Calls "echo" with up to three entries of metadata, whose keys and values may be invalid.
  mutating func callWithOptions(_ handle: UInt64) {
    var options = hostcall_call_options()
    options.size = byte() % 8 == 0 ? Int(byte()) : MemoryLayout<hostcall_call_options>.size
    options.timeout_ns = byte() % 2 == 0 ? 0 : Int64(bitPattern: number())
    options.fingerprint = byte() % 8 == 0 ? number() : 0
    var memory: [UnsafeMutablePointer<UInt8>] = []
    let fields = (0..<3).map { _ in field(&memory) }
    options.metadata_count = byte() % 8 == 0 ? -1 : Int(byte() % 4)
    let isNull = byte() % 8 == 0
    fields.withUnsafeBufferPointer { fields in
      options.metadata = isNull ? nil : fields.baseAddress
      expect(hostcall_call_with(handle, "echo", nil, 0, &options, reply, nil, nil), "hostcall_call_with")
    }
    for part in memory { part.deallocate() }
  }

  /// Returns an entry whose parts are exactly as large as stated, or too large to be read.
  mutating func field(_ memory: inout [UnsafeMutablePointer<UInt8>]) -> hostcall_field {
    let key = byte() % 2 == 0 ? Array("tenant".utf8) : (0..<Int(byte() % 70)).map { _ in byte() }
    let value = (0..<Int(byte() % 40)).map { _ in byte() }
    let parts = [key, value].map { content in
      let part = UnsafeMutablePointer<UInt8>.allocate(capacity: content.count)
      part.initialize(from: content, count: content.count)
      return part
    }
    memory += parts
    let (isNull, isLong) = (byte() % 16 == 0, byte() % 16 == 0)
    return hostcall_field(
      key: isNull ? nil : UnsafeRawPointer(parts[0]).assumingMemoryBound(to: CChar.self), key_len: key.count,
      value: parts[1], value_len: isLong ? 1 << 40 : value.count)
  }

  mutating func getMetadata(_ handle: UInt64) {
    let callID = anyCallID()
    var length = 0
    let hasLength = byte() % 8 > 0
    withName { key in
      withUnsafeMutablePointer(to: &length) { length in
        let status = hostcall_get_metadata(handle, callID, key, nil, 0, hasLength ? length : nil)
        expect(status, "hostcall_get_metadata")
      }
    }
  }

  mutating func nextMetadata(_ handle: UInt64) {
    let callID = anyCallID()
    var (index, length) = (byte() % 4 == 0 ? Int(bitPattern: UInt(number())) : 0, 0)
    let keySize = byte() % 2 == 0 ? Int(HOSTCALL_METADATA_KEY_SIZE) : Int(byte() % 65)
    let key = UnsafeMutablePointer<CChar>.allocate(capacity: keySize)
    defer { key.deallocate() }
    withMemory { value, count in
      // A buffer is as large as its size.
      let room = (0...100).contains(count) ? count : 0
      let status = hostcall_next_metadata(
        handle, callID, &index, key, keySize, room == 0 ? nil : value, room, &length)
      expect(status, "hostcall_next_metadata")
    }
  }
}
