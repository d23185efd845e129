// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
import HostBridgeCore

extension Script {
  /// Takes a message into one of three structs, whose token or size may be invalid.
  mutating func next(_ handle: UInt64) {
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

  mutating func messageDone() {
    let index = Int(byte() % 3)
    if byte() % 8 == 0 { messages[index].token = number() }
    if byte() % 8 == 0 { hostcall_message_done(nil) } else { hostcall_message_done(&messages[index]) }
  }

  /// Takes what is left in the queue, if the bridge has one.
  mutating func drain() {
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
}
