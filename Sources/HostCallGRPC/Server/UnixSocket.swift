#if GRPC
  internal import HostCall

  #if canImport(Glibc)
    internal import Glibc
  #else
    internal import Darwin
  #endif

  /// A listening Unix socket, and the file through which clients find it.
  ///
  /// NIO removes whatever socket file is in its way when it binds, and whatever is at its path when it closes. So the
  /// socket is bound here, and NIO is given its descriptor. Finding out whether a server answers at a path and taking
  /// the path are one step, under a lock on the folder that holds it (flock(2)), which ends with its process and leaves
  /// no file behind.
  struct UnixSocket: Sendable {
    /// A file, whatever its name is.
    private struct FileIdentity: Equatable, Sendable {
      let device: UInt64
      let number: UInt64

      init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
      }
    }

    /// Why there is no socket.
    struct Failure: Error {
      let reason: String

      init(_ reason: String) {
        self.reason = reason
      }

      init(_ what: String, errno number: Int32) {
        reason = unsafe "\(what): \(String(cString: strerror(number)))"
      }
    }

    /// The new owner closes it.
    let descriptor: Int32
    private let path: String
    private let file: FileIdentity
    private let socket: FileIdentity

    /// The number of connections that wait to be accepted; the system cuts it down to its own limit.
    private static let backlog: Int32 = 4096
    /// How long another process may hold the folder's lock; each needs it for a few system calls.
    private static let lockTimeout = Duration.seconds(5)

    private init(descriptor: Int32, path: String) throws(Failure) {
      let status = unsafe Self.withAddress(path) { unsafe bind(descriptor, $0, $1) }
      guard status == 0 else { throw Failure("bind", errno: errno) }
      guard Self.systemListen(descriptor, Self.backlog) == 0 else { throw Failure("listen", errno: errno) }
      guard let file = Self.status(ofFile: path), let socket = Self.status(of: descriptor) else {
        throw Failure("stat", errno: errno)
      }
      self.descriptor = descriptor
      self.path = path
      self.file = FileIdentity(file)
      self.socket = FileIdentity(socket)
    }

    /// Binds a socket, and listens.
    ///
    /// - Throws: If something answers at `path`, if what lies there is no socket, and what the system refuses.
    static func listen(at path: String) async throws(Failure) -> UnixSocket {
      try await lockingFolder(of: path) { () throws(Failure) in
        try removeStaleFile(at: path)
        let descriptor = try make()
        do throws(Failure) {
          return try UnixSocket(descriptor: descriptor, path: path)
        } catch {
          close(descriptor)
          throw error
        }
      }
    }

    /// Removes the file, unless there is another in its place by now.
    func removeFile() async {
      // A file that stays is in no server's way.
      try? await Self.lockingFolder(of: path) {
        if let status = Self.status(ofFile: path), FileIdentity(status) == file { unsafe _ = unlink(path) }
      }
    }

    /// Closes the socket where it was taken over by something that failed before it used it.
    func closeIfOpen() {
      if let status = Self.status(of: descriptor), FileIdentity(status) == socket { close(descriptor) }
    }

    // MARK: Making room

    /// Removes the file of a server that has ended without doing so.
    private static func removeStaleFile(at path: String) throws(Failure) {
      guard let status = status(ofFile: path) else {
        guard errno == ENOENT else { throw Failure("stat", errno: errno) }
        return
      }
      guard status.st_mode & S_IFMT == S_IFSOCK else { throw Failure("there is a file that is no socket") }
      let probe = try make()
      defer { close(probe) }
      let result = unsafe withAddress(path) { unsafe connect(probe, $0, $1) }
      guard result != 0 else { throw Failure("it is in use: a server answers there") }
      switch errno {
      case ECONNREFUSED: break
      // A full backlog, or another kind of socket.
      case EAGAIN, EINPROGRESS, EPROTOTYPE: throw Failure("it is in use: something listens there")
      default: throw Failure("it can't be told whether it is in use", errno: errno)
      }
      guard unsafe unlink(path) == 0 || errno == ENOENT else {
        throw Failure("the socket that is left of another server can't be removed", errno: errno)
      }
    }

    /// A socket that never blocks: to connect would, where a backlog is full.
    private static func make() throws(Failure) -> Int32 {
      #if canImport(Glibc)
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      #else
        let descriptor = Darwin.socket(AF_UNIX, SOCK_STREAM, 0)
      #endif
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
        // RemoteAddress has checked that it fits, with the NUL after it.
        unsafe name.copyBytes(from: path.utf8.prefix(name.count - 1))
      }
      return unsafe withUnsafePointer(to: address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          unsafe body(address, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
    }

    private static func systemListen(_ descriptor: Int32, _ backlog: Int32) -> Int32 {
      #if canImport(Glibc)
        Glibc.listen(descriptor, backlog)
      #else
        Darwin.listen(descriptor, backlog)
      #endif
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

    /// Runs `body` while no other process, and no other task, is in here for the same folder.
    ///
    /// Without a lock where the file system has none for folders, or the folder may not be read.
    private static func lockingFolder<Result>(
      of path: String, _ body: () throws(Failure) -> Result
    ) async throws(Failure) -> Result {
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
      let descriptor = unsafe open(String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else {
        guard errno == EACCES else { throw Failure("its folder", errno: errno) }
        return try body()
      }
      defer { close(descriptor) }
      let end = ContinuousClock.now + lockTimeout
      while flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EINTR || errno == EWOULDBLOCK {
        guard .now < end else { throw Failure("another process has locked its folder") }
        try? await Task.sleep(for: .milliseconds(1))
      }
      return try body()
    }
  }
#endif
