// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCNIOTransportHTTP2Posix
internal import NIOCore

/// Enforces the limits of a server for which gRPC has no settings, through handlers in gRPC's pipelines.
struct ServerGuards: Sendable {
  let connections: ServedConnections
  let budget: BufferBudget
  let gates = WriteGates()
  private let payloadLimit: Int
  private let rate: MinimumTransferRate
  private let times: ConnectionWatch.Times

  init(_ configuration: HostCallServer.Configuration) {
    connections = ServedConnections(limit: configuration.maximumConnections)
    budget = BufferBudget(limit: configuration.maximumBufferedBytes)
    payloadLimit = configuration.maximumPayloadSize
    rate = MinimumTransferRate(window: TimeAmount(configuration.transferTimeout))
    times = ConnectionWatch.Times(
      handshake: TimeAmount(configuration.handshakeTimeout),
      idle: configuration.maximumIdleTime.map { TimeAmount($0) },
      age: configuration.maximumConnectionAge.map { TimeAmount($0) })
  }

  /// The callbacks with which gRPC passes on each channel that it has set up.
  ///
  /// They are meant for debugging, but are the only way to the channels of `HTTP2ServerTransport.Posix`.
  var callbacks: HTTP2ServerTransport.Config.ChannelDebuggingCallbacks {
    .init(
      onBindTCPListener: { [connections] channel in
        channel.eventLoop.makeCompletedFuture { try connections.watch(channel) }
      },
      onAcceptTCPConnection: { [times] channel in
        channel.eventLoop.makeCompletedFuture { try ConnectionWatch.add(to: channel, times) }
      },
      onAcceptHTTP2Stream: { [self] channel in
        channel.eventLoop.makeCompletedFuture {
          let connection = ConnectionWatch.of(stream: channel)
          guard connection?.acceptsStreams != false else {
            return try channel.pipeline.syncOperations.addHandler(StreamRefusal(), position: .first)
          }
          let intake = RequestIntake(
            payloadLimit: payloadLimit, budget: budget, rate: rate, connection: connection)
          try channel.pipeline.syncOperations.addHandlers(
            [intake, ResponseWatch(budget: budget, rate: rate, connection: connection, gates: gates)], position: .first)
        }
      })
  }
}
#endif
