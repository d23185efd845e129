// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
import HostBridgeCore

// Each input is a list of calls of the C functions, with valid and invalid arguments, on one open bridge. Buffers are
// exactly as large as their stated lengths, so that the address sanitizer detects reads past their ends.

/// The handle of a closed bridge.
nonisolated(unsafe) private var staleHandle: UInt64 = 0

/// Called by libFuzzer for each input.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bridge = HostBridge()
  try? bridge.exposeBytes("echo") { request in .response(request.payload) }
  try? bridge.exposeStreamBytes("stream") { request, sender in
    for _ in 0..<4 { try? await sender.send(request.payload) }
    return request.payload.isEmpty ? nil : .response(request.payload)
  }
  var script = Script(bridge: bridge, bytes: Array(UnsafeBufferPointer(start: data, count: size)))
  script.run()
  expect(hostcall_close(bridge.cHandle), "hostcall_close", among: [HOSTCALL_OK, HOSTCALL_INVALID_BRIDGE])
  staleHandle = script.handle
  return 0
}

func expect(_ status: Int32, _ function: String, among allowed: [Int32] = Array(0...10)) {
  if !allowed.contains(status) { fatalError("\(function) returned \(status)") }
}

/// Answers some calls at once; its user data points to the bridge's handle.
let invoke: hostcall_invoke_fn = { callID, request, count, userData in
  guard let request, let userData else { fatalError("invoke got NULL") }
  if Int(bitPattern: request) % 16 != 0 { fatalError("a request is not aligned") }
  let sum = UnsafeBufferPointer(start: request, count: count).reduce(0) { $0 &+ Int32($1) }
  let handle = userData.load(as: UInt64.self)
  if sum % 2 == 0 { expect(hostcall_complete(handle, callID, sum % 5, request, count), "hostcall_complete") }
}

let reply: hostcall_reply_fn = { outcome, payload, count, userData in
  if payload == nil { fatalError("reply got NULL") }
}

private let wake: hostcall_wake_fn = { userData in
  if userData == nil { fatalError("wake got NULL") }
}

struct Script {
  let bridge: HostBridge
  let handle: UInt64
  let bytes: [UInt8]
  private var position = 0
  private var messages: [hostcall_message]
  /// The tokens of all messages, of which a script may overwrite some.
  private var tokens: [UInt64] = []

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

  private func withExactly<Result>(_ content: [UInt8], _ body: (UnsafeMutablePointer<UInt8>) -> Result) -> Result {
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
    default: text = Array((["a", "b", "echo"][Int(kind) % 3]).utf8) + [0]
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

  private mutating func step(_ userData: UnsafeMutableRawPointer) {
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
      case 16...19: stream(handle, userData)
      case 20...23: event(handle, userData)
      case 0: expect(hostcall_close(handle), "hostcall_close")
      case 1, 2: callWithOptions(handle)
      case 3: getMetadata(handle)
      case 4: nextMetadata(handle)
      case 5:
        var statistics = hostcall_statistics()
        statistics.size = byte() % 2 == 0 ? MemoryLayout<hostcall_statistics>.size : Int(byte() % 160)
        let isNull = byte() % 8 == 0
        withUnsafeMutablePointer(to: &statistics) {
          expect(hostcall_get_statistics(handle, isNull ? nil : $0), "hostcall_get_statistics")
        }
      case 6: expect(hostcall_queue_enable(handle, byte() % 2 == 0 ? wake : nil, userData), "hostcall_queue_enable")
      case 7...10: next(handle)
      case 11: messageDone()
      case 12: _ = hostcall_queue_fd(handle)
      default:
        var length = 0
        withMemory { memory, count in expect(hostcall_describe(handle, memory, count, &length), "hostcall_describe") }
      }
    }
  }

  // MARK: The queue

  /// Takes a message into one of three structs, whose token or size may be invalid.
  private mutating func next(_ handle: UInt64) {
    let (index, timeout) = (Int(byte() % 3), Int64(byte() % 4) * 50_000)
    switch byte() % 16 {
    case 0: messages[index].token = number()
    case 1: messages[index].token = messages[(index + 1) % 3].token
    case 2: messages[index].size = Int(byte())
    case 3: return expect(hostcall_next(handle, nil, timeout), "hostcall_next")
    default: break
    }
    let status = hostcall_next(handle, &messages[index], timeout)
    expect(status, "hostcall_next")
    let message = messages[index]
    tokens.append(message.token)
    messages[index].size = MemoryLayout<hostcall_message>.size
    guard status == HOSTCALL_OK else { return }
    guard let bytes = message.bytes, Int(bitPattern: bytes) % 16 == 0 else { fatalError("a message is not aligned") }
    let sum = UnsafeBufferPointer(start: bytes, count: message.length).reduce(0) { $0 &+ Int32($1) }
    if let name = message.name, strlen(name) > 255 { fatalError("a name is too long") }
    if message.kind == HOSTCALL_MESSAGE_INVOKE.rawValue, sum % 2 == 0 {
      expect(hostcall_complete(handle, message.call_id, sum % 5, bytes, message.length), "hostcall_complete")
    }
  }

  private mutating func messageDone() {
    let index = Int(byte() % 3)
    if byte() % 8 == 0 { messages[index].token = number() }
    if byte() % 8 == 0 { hostcall_message_done(nil) } else { hostcall_message_done(&messages[index]) }
  }

  /// Takes what is left in the queue, if the bridge has one.
  private mutating func drain() {
    // A message that is never done would hold back the end.
    for token in tokens {
      messages[0].token = token
      hostcall_message_done(&messages[0])
    }
    while true {
      switch hostcall_next(handle, &messages[0], 10_000_000_000) {
      case HOSTCALL_OK: continue
      case HOSTCALL_CLOSED, HOSTCALL_INVALID_BRIDGE: return
      case let status: fatalError("hostcall_next returned \(status) instead of the end")
      }
    }
  }

  // MARK: Metadata and options

  /// Calls "echo" with up to three entries of metadata, whose keys and values may be invalid.
  private mutating func callWithOptions(_ handle: UInt64) {
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
  private mutating func field(_ memory: inout [UnsafeMutablePointer<UInt8>]) -> hostcall_field {
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

  private mutating func getMetadata(_ handle: UInt64) {
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

  private mutating func nextMetadata(_ handle: UInt64) {
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
