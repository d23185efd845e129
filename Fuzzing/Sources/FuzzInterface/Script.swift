// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore

/// The bytes of one input, read as calls of the C functions and their arguments.
struct Script {
  let bridge: HostBridge
  let handle: UInt64
  let bytes: [UInt8]
  var position = 0
  var messages: [hostcall_message]
  /// The tokens of all messages, of which a script may overwrite some.
  var tokens: [UInt64] = []

  init(bridge: HostBridge, bytes: [UInt8]) {
    self.bridge = bridge
    self.bytes = bytes
    handle = bridge.cHandle
    var message = hostcall_message()
    message.size = MemoryLayout<hostcall_message>.size
    messages = [message, message, message]
  }

  mutating func byte() -> UInt8 {
    guard position < bytes.count else { return 0 }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func number() -> UInt64 { (0..<8).reduce(0) { sum, _ in sum << 8 | UInt64(byte()) } }

  mutating func anyHandle() -> UInt64 {
    switch byte() % 8 {
    case 0: 0
    case 1: staleHandle
    case 2: number()
    default: handle
    }
  }

  mutating func anyCallID() -> UInt64 { byte() % 4 == 0 ? number() : UInt64(byte() % 8) }

  /// Calls `body` with a buffer of exactly the given length, NULL, or a length that is too large to be read.
  mutating func withMemory<Result>(_ body: (UnsafeMutablePointer<UInt8>?, Int) -> Result) -> Result {
    let kind = byte()
    switch kind % 8 {
    case 0: return body(nil, 0)
    case 1: return body(nil, Int(kind))
    // Lengths that are too large to be read.
    case 2: return withExactly([], { body($0, kind.isMultiple(of: 16) ? -1 : 1 << 40) })
    default:
      let content = (0..<Int(byte() % 40)).map { _ in byte() }
      return withExactly(content) { body($0, content.count) }
    }
  }

  func withExactly<Result>(_ content: [UInt8], _ body: (UnsafeMutablePointer<UInt8>) -> Result) -> Result {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: content.count)
    defer { memory.deallocate() }
    memory.initialize(from: content, count: content.count)
    return body(memory)
  }

  /// Calls `body` with a valid name, an invalid one, or NULL.
  mutating func withName<Result>(_ body: (UnsafePointer<CChar>?) -> Result) -> Result {
    let kind = byte()
    let text: [UInt8]
    switch kind % 8 {
    case 0: return body(nil)
    case 1: text = (0..<Int(kind % 20)).map { _ in byte() | 1 } + [0]
    case 2: text = [UInt8](repeating: kind | 1, count: 256)  // no NUL in the 256 bytes that may be read
    case 3: text = [UInt8](repeating: 0x61, count: 255) + [0]
    default: text = Array((["a", "b", "echo", "bytes"][Int(kind) % 4]).utf8) + [0]
    }
    return withExactly(text) { memory in
      memory.withMemoryRebound(to: CChar.self, capacity: text.count) { body($0) }
    }
  }

  mutating func run() {
    let userData = UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8)
    userData.storeBytes(of: handle, as: UInt64.self)
    while position < bytes.count { step(userData) }
    // The host's memory is not used once the close has returned.
    expect(
      hostcall_close(handle), "hostcall_close", among: [HOSTCALL_OK, HOSTCALL_CLOSED, HOSTCALL_INVALID_BRIDGE])
    drain()
    userData.deallocate()
  }

  mutating func step(_ userData: UnsafeMutableRawPointer) {
    switch byte() % 14 {
    case 0, 1:
      let (handle, hasInvoke) = (anyHandle(), byte() % 4 > 0)
      withName { expect(hostcall_register(handle, $0, hasInvoke ? invoke : nil, userData), "hostcall_register") }
    case 2:
      let handle = anyHandle()
      var handler = hostcall_handler()
      handler.size = byte() % 2 == 0 ? MemoryLayout<hostcall_handler>.size : Int(truncatingIfNeeded: number())
      handler.invoke = byte() % 4 > 0 ? invoke : nil
      handler.cancel = byte() % 2 == 0 ? { _, _ in } : nil
      handler.release = byte() % 2 == 0 ? { _ in } : nil
      handler.user_data = userData
      handler.fingerprint = byte() % 8 == 0 ? number() : 0
      let isNull = byte() % 8 == 0
      withName { name in
        withUnsafePointer(to: handler) {
          expect(hostcall_register_handler(handle, name, isNull ? nil : $0), "hostcall_register_handler")
        }
      }
    case 3:
      let handle = anyHandle()
      withName { expect(hostcall_unregister(handle, $0), "hostcall_unregister") }
    case 4, 5:
      let (handle, callID) = (anyHandle(), anyCallID())
      let outcome = byte() % 4 == 0 ? Int32(truncatingIfNeeded: number()) : Int32(byte() % 5)
      withMemory { expect(hostcall_complete(handle, callID, outcome, $0, $1), "hostcall_complete") }
    case 6:
      let (handle, callID) = (anyHandle(), anyCallID())
      var info = hostcall_call_info()
      info.size = byte() % 2 == 0 ? MemoryLayout<hostcall_call_info>.size : Int(byte() % 40)
      let isNull = byte() % 8 == 0
      // Exactly as large as its stated size.
      let memory = UnsafeMutableRawPointer.allocate(byteCount: max(info.size, MemoryLayout<Int>.size), alignment: 8)
      defer { memory.deallocate() }
      memory.storeBytes(of: info.size, as: Int.self)
      let status = hostcall_get_call_info(
        handle, callID, isNull ? nil : memory.assumingMemoryBound(to: hostcall_call_info.self))
      expect(status, "hostcall_get_call_info")
    case 7, 8:
      let (handle, hasReply, hasID) = (anyHandle(), byte() % 8 > 0, byte() % 2 == 0)
      var callID: UInt64 = 0
      let name = byte() % 2 == 0
      withMemory { memory, count in
        withUnsafeMutablePointer(to: &callID) { pointer in
          let status = hostcall_call(
            handle, name ? "echo" : "none", memory, count, hasReply ? reply : nil, nil, hasID ? pointer : nil)
          expect(status, "hostcall_call")
        }
      }
    case 9: expect(hostcall_cancel(anyHandle(), anyCallID()), "hostcall_cancel")
    case 10:
      withMemory { memory, count in
        let room = memory == nil || count < 0 || count > 100 ? 0 : count
        _ = memory?.withMemoryRebound(to: CChar.self, capacity: room) { hostcall_last_error($0, room) }
      }
      _ = hostcall_last_error(nil, Int(byte()))
    case 11:
      let number = Int32(truncatingIfNeeded: number())
      if hostcall_status_name(number) == nil { fatalError("a status has no name") }
    case 12:
      // The core calls the host.
      let (request, milliseconds) = ([byte(), byte()], Int(byte() % 4))
      let name = byte() % 2 == 0 ? "a" : "b"
      Task.detached { [bridge] in
        var metadata = HostCallMetadata()
        if request[0] % 2 == 0 { try? metadata.set("acme", forKey: "tenant") }
        await HostCallMetadata.withValue(metadata) {
          _ = try? await bridge.callBytes(name, request, timeout: .milliseconds(milliseconds))
        }
      }
    default:
      let handle = anyHandle()
      switch byte() % 24 {
      case 0: expect(hostcall_close(handle), "hostcall_close")
      case 1, 2: callWithOptions(handle)
      case 3: getMetadata(handle)
      case 4: nextMetadata(handle)
      case 5:
        var statistics = hostcall_statistics()
        statistics.size = byte() % 2 == 0 ? MemoryLayout<hostcall_statistics>.size : Int(byte() % 80)
        let isNull = byte() % 8 == 0
        withUnsafeMutablePointer(to: &statistics) {
          expect(hostcall_get_statistics(handle, isNull ? nil : $0), "hostcall_get_statistics")
        }
      case 6: expect(hostcall_queue_enable(handle, byte() % 2 == 0 ? wake : nil, userData), "hostcall_queue_enable")
      case 7...10: next(handle)
      case 11: messageDone()
      case 12: _ = hostcall_queue_fd(handle)
      case 13: registerStream(handle, userData)
      case 14, 15:
        let callID = anyCallID()
        withMemory { expect(hostcall_send(handle, callID, $0, $1), "hostcall_send") }
      case 16, 17: callStream(handle)
      case 18: expect(hostcall_grant(handle, anyCallID(), UInt32(truncatingIfNeeded: number())), "hostcall_grant")
      case 19, 20: readStream()
      default:
        var length = 0
        withMemory { memory, count in expect(hostcall_describe(handle, memory, count, &length), "hostcall_describe") }
      }
    }
  }
}
