// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC && Observability
internal import HostBridgeCore
public import HostCallGRPC
public import ServiceLifecycle

/// A gRPC server as a service of a `ServiceGroup`: listens, and shuts down with the group.
///
///     let server = HostCallServer(answering: bridge)
///     let service = HostCallServerService(server, listening: try RemoteAddress("0.0.0.0:50051"), security: tls)
///
/// List it after the bridge that answers its calls: a group shuts its services down in reverse order.
///
/// Thread safety: safe from any thread.
public struct HostCallServerService: Service {
  private let server: HostCallServer
  private let address: RemoteAddress
  private let security: GRPCSecurity.Server
  private let grace: Duration
  private let onStart: @Sendable (RemoteAddress) -> Void

  /// Creates a service.
  ///
  /// - Parameters:
  ///   - server: The server, which has not been started.
  ///   - address: The address to listen at.
  ///   - security: The security of the connections.
  ///   - grace: How long running calls may take to end after the shutdown has begun.
  ///   - onStart: Receives the address once the server listens, with the port that the system chose.
  public init(
    _ server: HostCallServer, listening address: RemoteAddress, security: GRPCSecurity.Server = .plaintext,
    grace: Duration = .seconds(10), onStart: @escaping @Sendable (RemoteAddress) -> Void = { _ in }
  ) {
    self.server = server
    self.address = address
    self.security = security
    self.grace = grace
    self.onStart = onStart
  }

  /// Starts the server, waits for the shutdown, and shuts the server down: with the grace time if it is graceful, at
  /// once if the task is cancelled.
  ///
  /// - Throws: The `HostSetupError` of `start(listening:security:)`.
  public func run() async throws {
    onStart(try await server.start(listening: address, security: security))
    await server.shutdown(grace: await Shutdown.isGraceful() ? grace : .zero)
  }
}
#endif
