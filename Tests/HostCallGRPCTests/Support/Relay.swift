// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import Foundation
import HostCallGRPC
import Synchronization

#if canImport(Glibc)
import Glibc
private let streamSocket = Int32(SOCK_STREAM.rawValue)
#elseif canImport(Musl)
import Musl
private let streamSocket = SOCK_STREAM
#elseif canImport(Android)
import Android
private let streamSocket = SOCK_STREAM
#else
import Darwin
private let streamSocket = SOCK_STREAM
#endif

/// A relay between a client and a server, which passes bytes on until it is told to fall silent, or to cut its
/// connections as if the server's process had been killed.
///
/// A relay without a server acts as a server that sends a greeting, reads what it receives, and answers nothing.
final class Relay: Sendable {
  struct Failure: Error {
    let what: String
    let number: Int32
  }

  /// An HTTP/2 SETTINGS frame without settings (RFC 9113, section 6.5), which a server sends first.
  static let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]

  private struct State {
    var connections: [Int32] = []
    var isSilent = false
    var isCut = false
    /// How many bytes a second pass to a client; `nil` for no limit.
    var rate: Int?
  }

  private let listener: Int32
  private let server: RemoteAddress?
  private let greeting: [UInt8]
  private let state = Mutex(State())
  private let received = Atomic<Int>(0)
  /// The address at which the relay listens.
  let address: RemoteAddress

  /// Creates a relay, which listens on this machine.
  ///
  /// - Parameters:
  ///   - server: The address of the server; `nil` for none.
  ///   - greeting: The bytes to send on each new connection.
  init(to server: RemoteAddress? = nil, saying greeting: [UInt8] = []) throws {
    self.server = server
    self.greeting = greeting
    if case .unix = server {
      address = Route.unixSocket.address
      listener = try unsafe Self.socket(at: address, bind)
    } else {
      listener = try unsafe Self.socket(at: .tcp(host: "127.0.0.1", port: 0), bind)
      address = .tcp(host: "127.0.0.1", port: try Self.port(of: listener))
    }
    guard listen(listener, 16) == 0 else { throw Failure(what: "listen", number: errno) }
    Thread.detachNewThread { [self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        guard add(client) else { continue }
        _ = unsafe send(client, greeting, greeting.count, 0)
        guard let server = self.server else {
          Thread.detachNewThread { [self] in pass(from: client, to: nil, counting: true) }
          continue
        }
        guard let other = try? unsafe Self.socket(at: server, connect), add(other) else { continue }
        Thread.detachNewThread { [self] in pass(from: client, to: other, counting: true) }
        Thread.detachNewThread { [self] in pass(from: other, to: client, counting: false) }
      }
    }
  }

  /// The number of bytes that clients have sent.
  var bytesReceived: Int { received.load(ordering: .relaxed) }

  /// Stops passing bytes on, and keeps the connections open.
  func silence() { state.withLock { $0.isSilent = true } }

  /// Passes a number of bytes a second to each client.
  func slowDown(to rate: Int) { state.withLock { $0.rate = rate } }

  /// Accepts no more connections.
  func refuse() { _ = shutdown(listener, Int32(SHUT_RDWR)) }

  /// Shuts all connections down, and accepts no more.
  func cut() {
    let connections = state.withLock { state in
      state.isCut = true
      return state.connections
    }
    refuse()
    for connection in connections { _ = shutdown(connection, Int32(SHUT_RDWR)) }
  }

  private func add(_ connection: Int32) -> Bool {
    let isCut = state.withLock { state in
      if !state.isCut { state.connections.append(connection) }
      return state.isCut
    }
    if isCut { close(connection) }
    return !isCut
  }

  private func pass(from source: Int32, to target: Int32?, counting: Bool) {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe recv(source, &bytes, bytes.count, 0)
      guard count > 0 else { break }
      if counting { received.add(count, ordering: .relaxed) }
      guard let target, !state.withLock({ $0.isSilent }) else { continue }
      if !counting, let rate = state.withLock({ $0.rate }) {
        Thread.sleep(forTimeInterval: Double(count) / Double(rate))
      }
      guard unsafe send(target, bytes, count, 0) == count else { break }
    }
    // Both ends, since neither is of use alone. Their descriptors stay open until the process ends.
    for connection in [source, target] { if let connection { _ = shutdown(connection, Int32(SHUT_RDWR)) } }
  }

  private typealias Use = (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32

  /// Returns a socket that `use` has bound or connected.
  private static func socket(at address: RemoteAddress, _ use: Use) throws -> Int32 {
    let status: Int32
    let socket: Int32
    switch address {
    case .unix(let path):
      socket = makeSocket(AF_UNIX, streamSocket, 0)
      var name = sockaddr_un()
      name.sun_family = sa_family_t(AF_UNIX)
      unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
      status = unsafe withUnsafeBytes(of: &name) { bytes in
        unsafe use(socket, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
      }
    case .tcp(_, let port):
      socket = makeSocket(AF_INET, streamSocket, 0)
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = UInt16(port).bigEndian
      name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      status = unsafe withUnsafeBytes(of: &name) { bytes in
        unsafe use(socket, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
      }
    }
    guard socket >= 0, status == 0 else { throw Failure(what: "\(address)", number: errno) }
    return socket
  }

  private static func port(of socket: Int32) throws -> Int {
    var name = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutableBytes(of: &name) { bytes in
      unsafe getsockname(socket, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &size)
    }
    guard status == 0 else { throw Failure(what: "getsockname", number: errno) }
    return Int(UInt16(bigEndian: name.sin_port))
  }
}

private func makeSocket(_ family: Int32, _ kind: Int32, _ number: Int32) -> Int32 { socket(family, kind, number) }
#endif
