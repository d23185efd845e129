// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// A file that is open for reading, or standard input.
struct Input {
  /// The file's name, for messages.
  let name: String

  let descriptor: Int32
  private static let chunk = 1 << 16
  /// The maximum number of bytes that are read of a file, or of one line.
  private static let limit = CBORLimits().messageSize

  /// Whether standard input is a terminal.
  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// Opens `file`, or standard input for `nil` and `-`.
  init(file: String?) throws(CommandError) {
    guard let file, file != "-" else {
      name = "standard input"
      descriptor = STDIN_FILENO
      return
    }
    name = file
    descriptor = unsafe open(file, O_RDONLY)
    guard descriptor >= 0 else { throw failure }
  }

  /// Reads all bytes up to the end.
  func readAll() throws(CommandError) -> [UInt8] {
    var bytes: [UInt8] = []
    while let more = try readChunk() {
      bytes += more
      try check(bytes.count)
    }
    return bytes
  }

  /// Calls `body` with the lines that have arrived, so that a program that writes a line and waits receives its answer.
  func forEachLines(_ body: (_ lines: [ArraySlice<UInt8>]) throws(CommandError) -> Void) throws(CommandError) {
    var pending: [UInt8] = []
    while let more = try readChunk() {
      guard let last = more.lastIndex(of: UInt8(ascii: "\n")) else {
        pending += more
        try check(pending.count)
        continue
      }
      pending += more[..<last]
      try body(pending.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false))
      pending = Array(more[(last + 1)...])
    }
    if !pending.isEmpty { try body([pending[...]]) }
  }

  private func check(_ size: Int) throws(CommandError) {
    guard size > Self.limit else { return }
    throw .malformedData("\(name): the input has more than \(Self.limit) bytes, which is the limit")
  }

  /// Reads the next bytes; returns `nil` at the end.
  func readChunk() throws(CommandError) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: Self.chunk)
    while true {
      let count = unsafe systemRead(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure }
      buffer.removeSubrange(count...)
      return count == 0 ? nil : buffer
    }
  }

  /// Opens a regular file; any other kind is an error, since reading a pipe would wait for its other end.
  init(regularFile path: SystemPath) throws(CommandError) {
    name = "\(path)"
    descriptor = unsafe path.withCString { unsafe open($0, O_RDONLY | O_NONBLOCK) }
    guard descriptor >= 0 else { throw failure }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close()
      throw .noInput("\(path): not a regular file")
    }
  }

  /// Closes the file.
  func close() {
    systemClose(descriptor)
  }

  private var failure: CommandError { .noInput(unsafe "\(name): \(String(cString: strerror(errno)))") }
}

// The system's functions that the type's members would hide.

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
  unsafe read(descriptor, buffer, count)
}

private func systemClose(_ descriptor: Int32) { _ = close(descriptor) }
