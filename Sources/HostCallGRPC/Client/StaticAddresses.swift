// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix

/// A fixed list of addresses of one service, which may mix Unix sockets and IP addresses.
struct StaticAddresses: ResolvableTarget {
  let addresses: [SocketAddress]
  let authority: String?
  /// Whether each address is an endpoint of its own, so that calls are distributed over them; otherwise all belong to
  /// one endpoint, and are tried in order.
  let areSpread: Bool
}

/// Resolves to the same addresses each time, so that a lost connection is established again at its address.
struct StaticAddressResolver: NameResolverFactory {
  func resolver(for target: StaticAddresses) -> NameResolver {
    // The pick-first policy uses the first endpoint only.
    let endpoints =
      target.areSpread
      ? target.addresses.map { Endpoint(addresses: [$0]) } : [Endpoint(addresses: target.addresses)]
    let result = NameResolutionResult(endpoints: endpoints, serviceConfig: nil)
    return NameResolver(
      names: RPCAsyncSequence(wrapping: Repeated(result: result)), updateMode: .pull, authority: target.authority)
  }

  private struct Repeated: AsyncSequence, Sendable {
    let result: NameResolutionResult

    struct AsyncIterator: AsyncIteratorProtocol {
      let result: NameResolutionResult
      func next() async throws -> NameResolutionResult? { result }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(result: result) }
  }
}
#endif
