// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCall

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// A log that is read while programs may append to it, and rename it when it is full.
struct LogInput {
  var reader = CallLogReader()
  private let input: Input
  private var size = 0

  init(_ input: Input) {
    self.input = input
  }

  var name: String { input.name }

  /// Reads the bytes that were appended since; returns `nil` if there are none.
  mutating func read() throws(CommandError) -> [UInt8]? {
    let bytes = try input.readChunk()
    size += bytes?.count ?? 0
    return bytes
  }

  /// Opens the log that has taken the place of this one; returns `nil` if it is still the same.
  func replacement() throws(CommandError) -> LogInput? {
    var (ours, current) = (stat(), stat())
    // Between a renaming and the next record, there is no file.
    guard unsafe fstat(input.descriptor, &ours) == 0, unsafe stat(input.name, &current) == 0 else { return nil }
    if ours.st_dev == current.st_dev, ours.st_ino == current.st_ino, current.st_size >= size { return nil }
    // A record may have been appended after the last reading.
    if ours.st_size > size { return nil }
    let next = LogInput(try Input(file: input.name))
    input.close()
    return next
  }
}
