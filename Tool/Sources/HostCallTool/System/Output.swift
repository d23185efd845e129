// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// Writes to standard output and standard error.
enum Output {
  static func write(_ text: String) throws(CommandError) { try write(Array(text.utf8)) }

  static func write(_ bytes: [UInt8]) throws(CommandError) {
    guard put(bytes[...], to: STDOUT_FILENO) else {
      throw .noOutput(unsafe "standard output: \(String(cString: strerror(errno)))")
    }
  }

  /// Writes a line to standard error, as ``PrintableText/lines(of:)``; ignores failures, which could not be reported.
  static func writeError(_ text: String, terminator: String = "\n") {
    draw(PrintableText.lines(of: text + terminator))
  }

  /// Writes text that may control a terminal to standard error, and ignores failures.
  static func draw(_ text: String) { _ = put(Array(text.utf8)[...], to: STDERR_FILENO) }

  /// Writes bytes to a file descriptor.
  ///
  /// - Returns: Whether all bytes were written; if not, `errno` holds the reason.
  private static func put(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe systemWrite(descriptor, $0) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// Calls the system's `write`, which the type's own `write` would hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}
