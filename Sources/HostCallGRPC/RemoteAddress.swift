#if GRPC
  public import HostCall

  #if canImport(Glibc)
    internal import Glibc
  #else
    internal import Darwin
  #endif

  /// Where a server listens: a Unix socket, or a host and port.
  public enum RemoteAddress: Hashable, Sendable {
    /// The path of a socket in the file system.
    case unix(path: String)
    /// A host, by its name or by its address in version 4 or 6 of the Internet Protocol, and a port.
    ///
    /// A server listens at an address, or at `localhost`, and not at other names; port 0 lets it choose.
    case tcp(host: String, port: Int)

    /// Reads `unix:PATH`, `HOST:PORT` or `[ADDRESS]:PORT`.
    ///
    /// - Throws: `invalidArgument`, with what was found.
    public init(_ text: String) throws(HostCallError<Never>) {
      if text.hasPrefix("unix:"), text.count > 5 {
        self = .unix(path: String(text.dropFirst(5)))
        return
      }
      guard let colon = text.lastIndex(of: ":"), let port = Self.number(text[text.index(after: colon)...]),
        (0...65535).contains(port)
      else { throw Self.invalid(text) }
      var host = String(text[..<colon])
      if host.hasPrefix("["), host.hasSuffix("]") {
        host = String(host.dropFirst().dropLast())
      } else if host.contains(":") {
        throw Self.invalid(text)
      }
      guard !host.isEmpty else { throw Self.invalid(text) }
      self = .tcp(host: host, port: port)
    }

    private static func invalid(_ text: String) -> HostCallError<Never> {
      HostCallError(
        code: .invalidArgument,
        message: "\"\(text)\" is no address; one is unix:PATH, HOST:PORT or [ADDRESS]:PORT, with a port up to 65535")
    }

    /// Checks that there may be such an address: the cases take any number as a port, and any path.
    func check() throws(HostCallError<Never>) {
      switch self {
      case .tcp(let host, let port):
        if host.isEmpty || !(0...65535).contains(port) { throw Self.invalid(description) }
      case .unix(let path):
        let (count, limit) = (path.utf8.count, MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1)
        guard (1...limit).contains(count), !path.utf8.contains(0) else {
          throw HostCallError(
            code: .invalidArgument,
            message: "\(self) is no address: its path has \(count) bytes; it may have 1 to \(limit), and no NUL")
        }
      }
    }

    /// Whether only this machine can reach it: a socket, or an address of the loopback network.
    public var isLocal: Bool {
      switch self {
      case .unix: true
      case .tcp(let host, _): host == "localhost" || host == "::1" || (host.hasPrefix("127.") && Self.isIPv4(host))
      }
    }

    var isSocket: Bool { if case .unix = self { true } else { false } }

    static func isIPv4(_ host: String) -> Bool {
      let parts = host.split(separator: ".", omittingEmptySubsequences: false)
      return parts.count == 4 && parts.allSatisfy { number($0).map { $0 <= 255 } ?? false }
    }

    /// Returns the number that digits write: without a sign, which `Int` takes.
    private static func number(_ digits: Substring) -> Int? {
      digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(digits) : nil
    }
  }

  extension RemoteAddress: CustomStringConvertible {
    /// As ``init(_:)`` reads it.
    public var description: String {
      switch self {
      case .unix(let path): "unix:\(path)"
      case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
      }
    }
  }
#endif
