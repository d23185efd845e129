#if GRPC
  internal import GRPCCore
  internal import GRPCNIOTransportHTTP2Posix

  /// Several addresses of one service, of any kinds.
  struct StaticAddresses: ResolvableTarget {
    let addresses: [SocketAddress]
    let authority: String?
    /// Whether each address is an endpoint of its own, among which calls are spread; or all are those of one, which are
    /// tried in turn.
    let areSpread: Bool
  }

  /// Tells the same addresses whenever it is asked: a connection that was lost is tried again there.
  struct StaticAddressResolver: NameResolverFactory {
    func resolver(for target: StaticAddresses) -> NameResolver {
      // Pick first looks at the first endpoint only.
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
