// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore
internal import NIOCore

#if canImport(Glibc)
internal import Glibc
private let streamSocket = Int32(SOCK_STREAM.rawValue)
#elseif canImport(Musl)
internal import Musl
private let streamSocket = SOCK_STREAM
#elseif canImport(Android)
internal import Android
private let streamSocket = SOCK_STREAM
#else
internal import Darwin
private let streamSocket = SOCK_STREAM
#endif

/// A listening Unix socket, and the file through which clients find it.
///
/// NIO removes any socket file that is in its way when it binds, and any file at its path when it closes. So this
/// type binds the socket, and gives its descriptor to NIO. Checking whether a server answers at a path and taking the
/// path are one step, under a lock on the folder of the path (flock(2)), which the system releases when the process
/// ends and which leaves no file behind.
struct UnixSocket: Sendable {
  /// Identifies a file regardless of its name.
  private struct FileIdentity: Equatable, Sendable {
    let device: UInt64
    let number: UInt64

    init(_ status: stat) {
      device = UInt64(truncatingIfNeeded: status.st_dev)
      number = UInt64(truncatingIfNeeded: status.st_ino)
    }
  }

  /// The reason for which a socket cannot listen.
  struct Failure: Error {
    let reason: String
    /// The system's error, in the form that NIO has for other sockets; `nil` if no system call failed.
    let cause: IOError?

    init(_ reason: String) {
      self.reason = reason
      cause = nil
    }

    init(_ what: String, errno number: Int32) {
      let cause = IOError(errnoCode: number, reason: what)
      reason = "\(cause)"
      self.cause = cause
    }
  }

  /// The socket's descriptor, which the transport that takes it over closes.
  let descriptor: Int32
  private let path: String
  private let file: FileIdentity
  private let socket: FileIdentity

  /// The maximum number of connections that may wait to be accepted, unless the system's own limit is lower.
  fileprivate static let backlog: Int32 = 4096
  /// How long to wait for the folder's lock, which each process holds for a few system calls.
  private static let lockTimeout = Duration.seconds(5)

  private init(
    descriptor: Int32, path: String, startListening: (_ descriptor: Int32) -> Int32
  ) throws(Failure) {
    let status = unsafe Self.withAddress(path) { unsafe bind(descriptor, $0, $1) }
    guard status == 0 else { throw Failure("bind", errno: errno) }
    do throws(Failure) {
      let number = startListening(descriptor)
      guard number == 0 else { throw Failure("listen", errno: number) }
      guard let file = Self.status(ofFile: path), let socket = Self.status(of: descriptor) else {
        throw Failure("stat", errno: errno)
      }
      self.descriptor = descriptor
      self.path = path
      self.file = FileIdentity(file)
      self.socket = FileIdentity(socket)
    } catch {
      // The file that this socket was bound to: the lock keeps other servers from replacing it.
      unsafe _ = unlink(path)
      throw error
    }
  }

  /// Binds a socket to `path`, and starts listening.
  ///
  /// - Parameters:
  ///   - path: The path of the socket's file.
  ///   - startListening: Has the socket listen, and returns zero or the system's error number.
  /// - Throws: ``Failure`` if a process listens at `path`, if the file there is not a socket, or if a system call
  ///   fails.
  static func listen(
    at path: String, _ startListening: (_ descriptor: Int32) -> Int32 = systemListen
  ) async throws(Failure) -> UnixSocket {
    try await lockingFolder(of: path) { () throws(Failure) in
      try removeStaleFile(at: path)
      let descriptor = try make()
      do throws(Failure) {
        return try UnixSocket(descriptor: descriptor, path: path, startListening: startListening)
      } catch {
        close(descriptor)
        throw error
      }
    }
  }

  /// Removes the socket's file, unless another file has replaced it.
  func removeFile() async {
    // A file that could not be removed does not obstruct another server.
    try? await Self.lockingFolder(of: path) {
      if let status = Self.status(ofFile: path), FileIdentity(status) == file { unsafe _ = unlink(path) }
    }
  }

  /// Closes the socket if the transport that took it over failed before closing it.
  func closeIfOpen() {
    if let status = Self.status(of: descriptor), FileIdentity(status) == socket { close(descriptor) }
  }

  // MARK: Stale files

  /// Removes the file of a server that ended without removing it.
  private static func removeStaleFile(at path: String) throws(Failure) {
    guard let status = status(ofFile: path) else {
      guard errno == ENOENT else { throw Failure("stat", errno: errno) }
      return
    }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw Failure("the file there is not a socket") }
    let probe = try make()
    defer { close(probe) }
    let result = unsafe withAddress(path) { unsafe connect(probe, $0, $1) }
    guard result != 0 else { throw Failure("the path is in use: a server answers there") }
    switch errno {
    case ECONNREFUSED: break
    // A full backlog, or another kind of socket.
    case EAGAIN, EINPROGRESS, EPROTOTYPE: throw Failure("the path is in use: a process listens there")
    default: throw Failure("it is unknown whether the path is in use", errno: errno)
    }
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw Failure("the socket file that another server left behind cannot be removed", errno: errno)
    }
  }

  /// Returns a new non-blocking socket: connecting a blocking one waits while the backlog is full.
  private static func make() throws(Failure) -> Int32 {
    let descriptor = systemSocket()
    guard descriptor >= 0 else { throw Failure("socket", errno: errno) }
    guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
      let number = errno
      close(descriptor)
      throw Failure("fcntl", errno: number)
    }
    return descriptor
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { name in
      // `RemoteAddress.check` has ensured that the path fits, with its NUL.
      unsafe name.copyBytes(from: path.utf8.prefix(name.count - 1))
    }
    return unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe body(address, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private static func status(ofFile path: String) -> stat? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status : nil
  }

  private static func status(of descriptor: Int32) -> stat? {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? status : nil
  }

  // MARK: The folder's lock

  /// Runs `body` while holding the lock on the folder of `path`, which excludes other processes and other tasks.
  ///
  /// Runs `body` without the lock if the file system does not support it, or if the folder is not readable.
  private static func lockingFolder<Result>(
    of path: String, _ body: () throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
    let descriptor = unsafe open(String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno == EACCES else { throw Failure("its folder cannot be opened", errno: errno) }
      return try body()
    }
    defer { close(descriptor) }
    let end = Deadline(after: lockTimeout, from: .now)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EINTR || errno == EWOULDBLOCK {
      guard .now < end else { throw Failure("another process keeps its folder locked") }
      try? await Task.sleep(for: .milliseconds(1))
    }
    return try body()
  }
}

// The system's functions that the type's members would hide.

private func systemSocket() -> Int32 { socket(AF_UNIX, streamSocket, 0) }

private func systemListen(_ descriptor: Int32) -> Int32 {
  listen(descriptor, UnixSocket.backlog) == 0 ? 0 : errno
}
#endif
