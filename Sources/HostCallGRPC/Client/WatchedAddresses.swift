// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import HostCall

/// The addresses of an ``AddressWatch``.
///
/// A change of addresses replaces the transport (`ClientConnections`), so each resolution of one returns at once what
/// is known, and counts as a sign that a connection has failed.
struct WatchedAddresses: ResolvableTarget {
  let watch: AddressWatch
  /// Where in the list to start.
  let start: Int
  let areSpread: Bool
}

/// Resolves to what the watch knows.
struct WatchedAddressResolver: NameResolverFactory {
  func resolver(for target: WatchedAddresses) -> NameResolver {
    NameResolver(names: RPCAsyncSequence(wrapping: Resolutions(target: target)), updateMode: .pull)
  }

  private struct Resolutions: AsyncSequence, Sendable {
    let target: WatchedAddresses

    struct AsyncIterator: AsyncIteratorProtocol {
      let target: WatchedAddresses
      var isFirst = true

      mutating func next() async throws -> NameResolutionResult? {
        if !isFirst { target.watch.connectionFailed() }
        let addresses = try await target.watch.addresses()
        isFirst = false
        let start = target.start % addresses.count
        let sockets = (addresses[start...] + addresses[..<start]).map(\.socketAddress)
        let endpoints = target.areSpread ? sockets.map { Endpoint(addresses: [$0]) } : [Endpoint(addresses: sockets)]
        return NameResolutionResult(endpoints: endpoints, serviceConfig: nil)
      }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(target: target) }
  }
}
#endif
