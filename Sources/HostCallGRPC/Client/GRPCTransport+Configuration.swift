// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
extension GRPCTransport {
  /// The limits, timeouts and checks of a transport.
  public struct Configuration: Hashable, Sendable {
    /// How calls are distributed over several addresses.
    public enum LoadBalancing: Hashable, Sendable {
      /// Calls go to each address in turn.
      case roundRobin
      /// Calls go to the first address that can be reached, until its connection is lost.
      case pickFirst
    }

    /// How calls are distributed over several addresses; ``LoadBalancing/roundRobin`` by default.
    public var loadBalancing = LoadBalancing.roundRobin
    /// The maximum number of bytes that one request or one response may have.
    ///
    /// 64 MiB by default, from 0 to 2 GiB.
    public var maximumPayloadSize = 64 * 1024 * 1024 {
      didSet { maximumPayloadSize = GRPCLimits.size(maximumPayloadSize) }
    }
    /// The maximum number of attempts at an idempotent call, from 1 to 5; 5 by default.
    ///
    /// The first pause between attempts lasts 25 to 50 ms, and each further one twice as long as the one before.
    public var maximumAttempts = 5 {
      didSet { maximumAttempts = min(max(1, maximumAttempts), 5) }
    }
    /// A Boolean value that indicates whether a call waits, until its deadline, while no server can be reached.
    ///
    /// False by default: such a call ends with `unavailable`. If true, no idempotent call is lost while a lone server
    /// restarts, unless it loses ``maximumAttempts`` attempts in a row.
    public var waitsForReady = false
    /// A Boolean value that indicates whether the transport may connect to other machines without TLS.
    ///
    /// False by default.
    public var allowsPlaintextEverywhere = false
    /// A Boolean value that indicates whether ``GRPCCredentials``, and the entry `authorization` of a call's metadata,
    /// may be sent to other machines without TLS, where anyone on the way can read and use them.
    ///
    /// False by default. It also needs ``allowsPlaintextEverywhere``.
    public var allowsCredentialsInPlaintext = false
    /// The interval at which addresses that may change are resolved again.
    ///
    /// 30 s by default, at least 100 ms. They are also resolved soon after a connection has failed.
    public var resolvingInterval = Duration.seconds(30) {
      didSet { resolvingInterval = GRPCLimits.time(resolvingInterval, from: AddressWatch.pause) }
    }
    /// The pause before the transport first tries to reconnect.
    ///
    /// 100 ms by default, at least 1 ms. Each further pause is longer, up to ``longestReconnectPause``.
    public var shortestReconnectPause = Duration.milliseconds(100) {
      didSet { shortestReconnectPause = GRPCLimits.time(shortestReconnectPause, from: .milliseconds(1)) }
    }
    /// The maximum pause between attempts to reconnect.
    ///
    /// 10 s by default, at least 1 ms.
    public var longestReconnectPause = Duration.seconds(10) {
      didSet { longestReconnectPause = GRPCLimits.time(longestReconnectPause, from: .milliseconds(1)) }
    }
    /// How long connecting to one address may take, including the time until the server speaks HTTP/2.
    ///
    /// 20 s by default, at least 1 s. If there is no connection after that time for each address, the transport
    /// starts all connections again, and the calls that wait end with `unavailable`, unless ``waitsForReady`` is set.
    public var connectTimeout = Duration.seconds(20) {
      didSet { connectTimeout = GRPCLimits.time(connectTimeout, from: .seconds(1)) }
    }
    /// How long a connection may be silent before the transport sends a ping; `nil` to send none.
    ///
    /// Five minutes by default, at least 1 s. If the ping is not acknowledged within ``keepaliveTimeout``, and less
    /// than 1 KiB of anything else has arrived in that time, the connection counts as lost, and its calls end with
    /// `unavailable`: a machine that vanishes does not close its connections. A `HostCallServer` tolerates any
    /// interval; most other servers close a connection that sends pings more often than every five minutes, or more
    /// than a few without calls.
    public var keepaliveInterval: Duration? = .seconds(300) {
      didSet { keepaliveInterval = keepaliveInterval.map { GRPCLimits.time($0, from: .seconds(1)) } }
    }
    /// How long the server may take to acknowledge a ping.
    ///
    /// 20 s by default, at least 10 ms, and at most nine tenths of ``keepaliveInterval``.
    public var keepaliveTimeout = Duration.seconds(20) {
      didSet { keepaliveTimeout = GRPCLimits.time(keepaliveTimeout, from: .milliseconds(10)) }
    }
    /// How long a ping may be unacknowledged; `nil` if none are sent.
    ///
    /// gRPC sends another ping after the interval, and restarts the timeout with it.
    var pingTimeout: Duration? { keepaliveInterval.map { min(keepaliveTimeout, $0 * 9 / 10) } }

    /// Creates a configuration with the defaults.
    public init() {}
  }
}
#endif
