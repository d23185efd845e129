// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCNIOTransportHTTP2Posix
internal import HostCall

/// Where the addresses of a transport's servers come from.
enum AddressSource: Sendable {
  case fixed([RemoteAddress])
  case watched(AddressWatch)

  var watch: AddressWatch? { if case .watched(let watch) = self { watch } else { nil } }

  /// How many times `connectTimeout` connecting may take: once for each address, or for resolving them and two more.
  var connectTimeouts: Int { if case .fixed(let addresses) = self { addresses.count } else { 3 } }

  /// Whether only this machine can reach the addresses; false if they may change.
  var isLocal: Bool { if case .fixed(let addresses) = self { addresses.allSatisfy(\.isLocal) } else { false } }

  /// Returns the target of a gRPC transport.
  ///
  /// - Parameters:
  ///   - number: Where in the list to start.
  ///   - areSpread: Whether calls are distributed over the addresses.
  func target(startingAt number: Int, areSpread: Bool) throws(HostSetupError) -> any ResolvableTarget {
    switch self {
    case .fixed(let addresses): try Self.target(addresses, startingAt: number, areSpread: areSpread)
    case .watched(let watch): WatchedAddresses(watch: watch, start: number, areSpread: areSpread)
    }
  }

  private static func target(
    _ addresses: [RemoteAddress], startingAt number: Int, areSpread: Bool
  ) throws(HostSetupError) -> any ResolvableTarget {
    guard let first = addresses.first else {
      throw HostSetupError(code: .invalidArgument, message: "a transport needs at least one address; there is none")
    }
    var sockets: [SocketAddress] = []
    for address in addresses {
      switch address {
      case .unix(let path): sockets.append(.unixDomainSocket(path: path))
      case .tcp(let host, let port) where RemoteAddress.isIPv4(host): sockets.append(.ipv4(host: host, port: port))
      case .tcp(let host, let port) where host.contains(":"): sockets.append(.ipv6(host: host, port: port))
      case .tcp(let host, let port):
        guard addresses.count == 1 else {
          throw HostSetupError(
            code: .invalidArgument,
            message: "\(address) has a host name, and must be the only address; there are \(addresses.count)")
        }
        return ResolvableTargets.DNS(host: host, port: port)
      }
    }
    // TLS cannot request a numeric address as a server name; without an authority, the certificate is compared with
    // the address.
    let authority: String? = if case .unix = first { "localhost" } else { nil }
    // Rotates, so that an unresponsive server is not always tried first.
    let start = number % sockets.count
    return StaticAddresses(
      addresses: Array(sockets[start...] + sockets[..<start]), authority: authority, areSpread: areSpread)
  }
}
#endif
