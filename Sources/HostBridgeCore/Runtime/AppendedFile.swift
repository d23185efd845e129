// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// A file of bounded size to which records are appended, by any number of threads and processes.
///
/// When it is full, it is renamed to have the suffix `.1`, in place of an earlier one, and another is begun.
///
/// Thread safety: safe from any thread. A thread waits while another one appends.
package final class AppendedFile: Sendable {
  /// The reason why a file cannot be opened.
  package struct Failure: Error {
    /// A description, such as `Permission denied`.
    package let reason: String
  }

  /// The path from the root, since the process may change its folder.
  package let path: String
  private let header: [UInt8]
  private let sizeLimit: Int
  /// The file's descriptor; negative while it cannot be opened.
  private let descriptor: Guarded<Int32>

  /// Opens a file, creating it if necessary with permissions for its owner only.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - header: What each file begins with, at most 64 bytes.
  ///   - sizeLimit: The maximum size of the file, in bytes.
  /// - Throws: The reason if the file cannot be opened, is not a regular file or a character device, or does not begin
  ///   with `header`.
  package init(_ path: String, header: [UInt8], sizeLimit: Int) throws(Failure) {
    // C would open what precedes it.
    guard !path.utf8.contains(0) else { throw Failure(reason: "the path contains a zero") }
    self.path = Self.absolute(path)
    self.header = header
    self.sizeLimit = sizeLimit
    let opened = Self.open(self.path, header)
    descriptor = Guarded(opened)
    guard opened >= 0 else { throw Failure(reason: Self.text(of: -opened)) }
  }

  deinit {
    let descriptor = descriptor.withLock { $0 }
    if descriptor >= 0 { hostcall_log_close(descriptor) }
  }

  /// Appends a record with a single write.
  ///
  /// - Returns: Whether the record was written, which it is as a whole or not at all.
  package func append(_ record: [UInt8]) -> Bool {
    // In a forked child, another thread of the parent may hold the lock.
    guard !hostcall_fork_is_child(), header.count + record.count <= sizeLimit else { return false }
    return descriptor.withLock { descriptor in
      var size = Self.size(of: descriptor)
      if size < 0 || size > sizeLimit - record.count {
        renew(&descriptor, isFull: size > 0)
        size = Self.size(of: descriptor)
      }
      // The file is still full if it cannot be renamed.
      guard size >= 0, size <= sizeLimit - record.count else { return false }
      return unsafe hostcall_log_append(descriptor, record, record.count) == 0
    }
  }

  /// The size of the file; negative if it is not open, or has been deleted.
  private static func size(of descriptor: Int32) -> Int { descriptor < 0 ? -1 : Int(hostcall_log_size(descriptor)) }

  /// Opens the file again, after renaming a full one.
  private func renew(_ descriptor: inout Int32, isFull: Bool) {
    if descriptor >= 0 {
      if isFull { unsafe hostcall_log_rotate(descriptor, path, path + ".1") }
      hostcall_log_close(descriptor)
    }
    descriptor = Self.open(path, header)
  }

  /// Opens a file, and writes the header into an empty one.
  ///
  /// - Returns: The descriptor, or the negated number of the error.
  private static func open(_ path: String, _ header: [UInt8]) -> Int32 {
    let descriptor = unsafe hostcall_log_open(path, header, header.count)
    guard descriptor >= 0, hostcall_log_size(descriptor) == 0 else { return descriptor }
    let error = unsafe hostcall_log_append(descriptor, header, header.count)
    guard error != 0 else { return descriptor }
    hostcall_log_close(descriptor)
    return -error
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = unsafe hostcall_working_folder() else { return path }
    defer { unsafe hostcall_free(folder) }
    return unsafe String(cString: folder) + "/" + path
  }

  private static func text(of error: Int32) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
      unsafe hostcall_error_text(error, text.baseAddress, text.count)
      return unsafe text.baseAddress.map { unsafe String(cString: $0) } ?? ""
    }
  }
}
