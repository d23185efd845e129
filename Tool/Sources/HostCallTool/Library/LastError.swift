// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The message of the last function of a core that failed on this thread.
enum LastError {
  /// The type of `hostcall_last_error`.
  typealias Function = @convention(c) (UnsafeMutablePointer<CChar>?, Int) -> Int

  /// Returns the first 1023 bytes of the message; an empty text if no function has failed.
  static func message(_ function: Function) -> String {
    var message = [CChar](repeating: 0, count: 1024)
    let length = unsafe function(&message, message.count)
    return String(decoding: message.prefix(min(length, message.count - 1)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
