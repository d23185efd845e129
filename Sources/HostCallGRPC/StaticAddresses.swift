#if GRPC
  internal import GRPCCore
  internal import GRPCNIOTransportHTTP2Posix

  /// Several addresses of one service, of any kinds.
  struct StaticAddresses: ResolvableTarget {
    let addresses: [SocketAddress]
    let authority: String?
  }

  /// Tells the same addresses whenever it is asked: a connection that was lost is tried again there.
  struct StaticAddressResolver: NameResolverFactory {
    func resolver(for target: StaticAddresses) -> NameResolver {
      let result = NameResolutionResult(
        endpoints: target.addresses.map { Endpoint(addresses: [$0]) }, serviceConfig: nil)
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
