// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// A file of bounded size to which records are appended, by any number of threads and processes.
///
/// When it is full, it is renamed to have the suffix `.1`, in place of an earlier one, and another is begun. A file
/// that was emptied in place begins with the header again.
///
/// Thread safety: safe from any thread. A thread waits while another one appends.
package final class AppendedFile: Sendable {
  /// The reason why a file cannot be opened.
  package struct Failure: Error {
    /// A description, such as `Permission denied`.
    package let reason: String
  }

  /// The path from the root, since the process may change its folder, and without links, which are not to be renamed.
  package let path: String
  private let header: [UInt8]
  private let sizeLimit: Int
  private let clock: BridgeClock
  private let state: Guarded<State>

  private struct State {
    /// The file's descriptor; negative while it cannot be opened.
    var descriptor: Int32
    /// The earliest time at which the file is renamed or opened again, after an attempt without success.
    var nextAttempt: Deadline?
  }

  /// The time after which a file that could not be renamed or opened is tried again.
  ///
  /// An attempt takes about ten calls of the system, which each record that is lost in the meantime saves.
  package static let retryInterval = Duration.milliseconds(100)

  /// Opens a file, creating it if necessary with permissions for its owner only.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - header: What each file begins with, at most 64 bytes.
  ///   - sizeLimit: The maximum size of the file, in bytes.
  ///   - clock: The clock for ``retryInterval``.
  /// - Throws: The reason if the file cannot be opened, is not a regular file or a character device, or does not begin
  ///   with `header`.
  package init(
    _ path: String, header: [UInt8], sizeLimit: Int, clock: BridgeClock = .system
  ) throws(Failure) {
    // C would open what precedes it.
    guard !path.utf8.contains(0) else { throw Failure(reason: "the path contains a zero") }
    let opened = Self.open(path, header)
    self.path = opened >= 0 ? Self.resolved(path) : path
    self.header = header
    self.sizeLimit = sizeLimit
    self.clock = clock
    state = Guarded(State(descriptor: opened))
    guard opened >= 0 else { throw Failure(reason: Self.text(of: -opened)) }
  }

  deinit {
    let descriptor = state.withLock { $0.descriptor }
    if descriptor >= 0 { hostcall_log_close(descriptor) }
  }

  /// Appends a record with a single write.
  ///
  /// - Returns: Whether the record was written, which it is as a whole or not at all.
  package func append(_ record: [UInt8]) -> Bool {
    // In a forked child, another thread of the parent may hold the lock.
    guard !hostcall_fork_is_child(), header.count + record.count <= sizeLimit else { return false }
    return state.withLock { state in
      var size = Self.size(of: state.descriptor)
      if !hasRoom(for: record, at: size) {
        guard state.nextAttempt.map({ clock.now >= $0 }) ?? true else { return false }
        renew(&state.descriptor, isFull: size != HOSTCALL_LOG_DELETED)
        size = Self.size(of: state.descriptor)
        // The file is still full if it cannot be renamed.
        guard hasRoom(for: record, at: size) else {
          state.nextAttempt = Deadline(after: Self.retryInterval, from: clock.now)
          return false
        }
        state.nextAttempt = nil
      }
      let bytes = size == 0 ? header + record : record
      return unsafe hostcall_log_append(state.descriptor, bytes, bytes.count) == 0
    }
  }

  /// Whether a record can be appended to a file of a size.
  private func hasRoom(for record: [UInt8], at size: Int64) -> Bool {
    size != HOSTCALL_LOG_DELETED && size <= sizeLimit - record.count
  }

  /// The size of the file, `HOSTCALL_LOG_DEVICE`, or `HOSTCALL_LOG_DELETED` if it has been deleted or is not open.
  private static func size(of descriptor: Int32) -> Int64 {
    descriptor < 0 ? HOSTCALL_LOG_DELETED : hostcall_log_size(descriptor)
  }

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
    guard descriptor >= 0 else { return descriptor }
    let size = hostcall_log_size(descriptor)
    guard size == 0 || size == HOSTCALL_LOG_DEVICE else { return descriptor }
    let error = unsafe hostcall_log_append(descriptor, header, header.count)
    guard error != 0 else { return descriptor }
    hostcall_log_close(descriptor)
    return -error
  }

  private static func resolved(_ path: String) -> String {
    guard let resolved = unsafe hostcall_resolved_path(path) else { return path }
    defer { unsafe hostcall_free(resolved) }
    return unsafe String(cString: resolved)
  }

  private static func text(of error: Int32) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
      unsafe hostcall_error_text(error, text.baseAddress, text.count)
      return unsafe text.baseAddress.map { unsafe String(cString: $0) } ?? ""
    }
  }
}
