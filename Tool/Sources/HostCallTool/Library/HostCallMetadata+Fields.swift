// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall

extension HostCallMetadata {
  /// Calls `body` with the entries as C functions take them, which are valid until `body` returns.
  func withFields<Result>(_ body: (UnsafeBufferPointer<hostcall_field>) -> Result) -> Result {
    var bytes: [UInt8] = []
    var ends: [(key: Int, value: Int)] = []
    for key in keys {
      bytes += key.utf8
      let endOfKey = bytes.count
      switch value(forKey: key) {
      case .text(let text)?: bytes += text.utf8
      case .bytes(let value)?: bytes += value
      case nil: break
      }
      ends.append((endOfKey, bytes.count))
    }
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      let fields = unsafe ends.map { end in
        defer { start = end.value }
        let (key, value) = unsafe (bytes[start..<end.key], bytes[end.key..<end.value])
        return unsafe hostcall_field(
          key: UnsafeRawPointer(UnsafeBufferPointer(rebasing: key).baseAddress)?.assumingMemoryBound(to: CChar.self),
          key_len: key.count, value: UnsafeBufferPointer(rebasing: value).baseAddress, value_len: value.count)
      }
      return unsafe fields.withUnsafeBufferPointer(body)
    }
  }
}
