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

/// A log that is read in chunks, while programs may append to it, and rename it when it is full.
struct LogInput {
  private let input: Input
  private var reader = CallLogReader()
  private var size = 0

  init(_ input: Input) {
    self.input = input
  }

  var name: String { input.name }

  /// Reads bytes that were appended since, for `next`; returns whether there were any.
  mutating func read() throws(CommandError) -> Bool {
    guard let bytes = try input.readChunk() else { return false }
    size += bytes.count
    reader.append(bytes)
    return true
  }

  /// Returns the next record of the bytes that were read; `nil` if more are needed.
  mutating func next() throws(CommandError) -> CallRecord? {
    do throws(CallLogError) {
      return try reader.next()
    } catch {
      throw .malformedData("\(name): \(error)")
    }
  }

  /// Checks that the bytes that were read end after a record.
  func finish() throws(CommandError) {
    do throws(CallLogError) {
      try reader.finish()
    } catch {
      throw .malformedData("\(name): \(error)")
    }
  }

  /// Closes the log.
  func close() { input.close() }

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
