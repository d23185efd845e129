// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC && Observability
public import HostCallGRPC
public import ServiceLifecycle

/// A transport over gRPC as a service of a `ServiceGroup`: runs until the group shuts down, and then closes its
/// connections, after the calls in flight.
///
/// List it before the services that make calls over it, since a group shuts its services down in reverse order.
///
/// Thread safety: safe from any thread.
public struct GRPCTransportService: Service {
  private let transport: GRPCTransport

  /// Creates a service.
  ///
  /// - Parameter transport: The transport.
  public init(_ transport: GRPCTransport) {
    self.transport = transport
  }

  /// Waits for the shutdown and closes the transport.
  public func run() async throws {
    _ = await Shutdown.isGraceful()
    await transport.close()
  }
}
#endif
