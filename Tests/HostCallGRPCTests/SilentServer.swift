#if GRPC
  import Foundation
  import HostCallGRPC

  #if canImport(Glibc)
    import Glibc
    private let streamSocket = Int32(SOCK_STREAM.rawValue)
  #else
    import Darwin
    private let streamSocket = SOCK_STREAM
  #endif

  /// A server that says that it speaks HTTP/2, and then no more: whatever it is sent it takes, and answers nothing.
  ///
  /// For a client that is a machine which has vanished.
  enum SilentServer {
    struct Failure: Error {
      let what: String
      let number: Int32
    }

    /// An HTTP/2 SETTINGS frame without a setting (RFC 9113, 6.5).
    private static let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]

    /// Listens on this machine for one connection, which ends when the client closes it; any other is refused.
    ///
    /// - Returns: Where it listens.
    static func start() throws -> RemoteAddress {
      let listener = socket(AF_INET, streamSocket, 0)
      guard listener >= 0 else { throw Failure(what: "socket", number: errno) }
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let status = unsafe withUnsafeMutablePointer(to: &name) { name in
        unsafe name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
          let bound = unsafe bind(listener, name, size)
          return bound == 0 ? unsafe getsockname(listener, name, &size) : bound
        }
      }
      guard status == 0, listen(listener, 1) == 0 else { throw Failure(what: "listen", number: errno) }
      Thread.detachNewThread {
        let connection = accept(listener, nil, nil)
        close(listener)
        if connection >= 0 { run(connection) }
      }
      return .tcp(host: "127.0.0.1", port: Int(UInt16(bigEndian: name.sin_port)))
    }

    private static func run(_ connection: Int32) {
      var bytes = settings
      var count = unsafe send(connection, &bytes, bytes.count, 0)
      while count > 0 { count = unsafe recv(connection, &bytes, bytes.count, 0) }
      close(connection)
    }
  }
#endif
