// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
public import HostCall

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// The address of a server: a Unix socket, or a host and port.
public enum RemoteAddress: Hashable, Sendable {
  /// The path of a socket in the file system.
  case unix(path: String)
  /// A host name or an IPv4 or IPv6 address, and a port.
  ///
  /// A server can listen at a numeric address or at `localhost`, but not at other names. With port 0, the system
  /// chooses the port.
  case tcp(host: String, port: Int)

  /// Creates an address from the text `unix:PATH`, `HOST:PORT` or `[ADDRESS]:PORT`.
  ///
  /// - Throws: `invalidArgument`, with the text, if it has none of these forms.
  public init(_ text: String) throws(HostSetupError) {
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

  private static func invalid(_ text: String) -> HostSetupError {
    HostSetupError(
      code: .invalidArgument,
      message:
        "\"\(text)\" is not an address; expected unix:PATH, HOST:PORT or [ADDRESS]:PORT, with a port up to 65535")
  }

  /// Checks that the address is valid, since its cases take any port and any path.
  func check() throws(HostSetupError) {
    switch self {
    case .tcp(let host, let port):
      if host.isEmpty || !(0...65535).contains(port) { throw Self.invalid(description) }
    case .unix(let path):
      let (count, limit) = (path.utf8.count, MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1)
      guard (1...limit).contains(count), !path.utf8.contains(0) else {
        throw HostSetupError(
          code: .invalidArgument,
          message: "\(self) is not an address: its path has \(count) bytes; it must have 1 to \(limit), and no NUL")
      }
    }
  }

  /// A Boolean value that indicates whether only this machine can reach the address: a Unix socket, or an address of
  /// the loopback network.
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

  /// Returns the number that decimal digits write, without the sign that `Int.init` accepts.
  private static func number(_ digits: Substring) -> Int? {
    digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(digits) : nil
  }
}

extension RemoteAddress: CustomStringConvertible {
  /// The address in the form that ``init(_:)`` reads.
  public var description: String {
    switch self {
    case .unix(let path): "unix:\(path)"
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
  }
}
#endif
