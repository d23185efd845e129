// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// The message of `hostcall_last_error` on the current thread.
///
/// Stored as numbers and formatted on demand: a host may have thousands of answers refused and never ask why.
enum LastError {
  /// Records `error` as the thread's last error.
  static func set(_ error: StatusError) {
    let kept = unsafe hostcall_thread_error()!  // the address of a thread-local variable, so never null
    unsafe kept.pointee.reason = error.reason.rawValue
    unsafe kept.pointee.first = error.first
    unsafe kept.pointee.second = error.second
    unsafe kept.pointee.text_len = 0
    guard !error.text.isEmpty else { return }
    var text = error.text
    text.withUTF8 { text in
      unsafe text.withMemoryRebound(to: CChar.self) { text in
        if let start = text.baseAddress { unsafe hostcall_error_set_text(kept, start, text.count) }
      }
    }
  }

  /// The message, at most 1023 bytes; empty if nothing has failed yet.
  private static var message: String {
    let kept = unsafe hostcall_thread_error()!
    guard let reason = unsafe StatusError.Reason(rawValue: kept.pointee.reason) else { return "" }
    let text = unsafe withUnsafeBytes(of: kept.pointee.text) { bytes in
      unsafe String(decoding: bytes.prefix(kept.pointee.text_len), as: UTF8.self)
    }
    return unsafe reason.message(first: kept.pointee.first, second: kept.pointee.second, text: text)
  }

  /// Implements `hostcall_last_error`.
  static func copy(to buffer: UnsafeMutablePointer<CChar>?, _ size: Int) -> Int {
    let message = Array(message.utf8.prefix(1023))
    guard let buffer = unsafe buffer, size != 0 else { return message.count }
    // As an `Int`, a `size_t` above `Int.max` is negative, and counts as unlimited.
    let count = min(message.count, Int(clamping: UInt(bitPattern: size) - 1))
    let bytes = UnsafeMutableRawPointer(buffer)
    for index in 0..<count { unsafe bytes.storeBytes(of: message[index], toByteOffset: index, as: UInt8.self) }
    unsafe bytes.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
    return message.count
  }
}
