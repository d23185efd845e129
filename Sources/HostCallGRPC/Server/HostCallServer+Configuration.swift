// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
public import HostBridgeCore

extension HostCallServer {
  /// The limits and checks of a server; all limits are on by default.
  public struct Configuration: Hashable, Sendable {
    /// The maximum number of bytes that one request, one response, or one element of a stream may have.
    ///
    /// 64 MiB by default, from 0 to 2 GiB. A larger message is refused with `resourceExhausted`.
    public var maximumPayloadSize = 64 * 1024 * 1024 {
      didSet { maximumPayloadSize = GRPCLimits.size(maximumPayloadSize) }
    }
    /// The maximum number of bytes that the server buffers at once, for all connections: a request from its first
    /// byte until its call ends, a response until it has been written to the network, and 16 KiB for each call.
    ///
    /// 256 MiB by default, at least 64 KiB. When there is no room, unfinished requests are refused with
    /// `resourceExhausted`, those that have been silent for the longest time first; if that cannot make enough room,
    /// the message that needs the room is refused.
    public var maximumBufferedBytes = 256 * 1024 * 1024 {
      didSet { maximumBufferedBytes = max(65_536, maximumBufferedBytes) }
    }
    /// How long a peer may take to send a request, and to receive a response.
    ///
    /// 30 s by default, at least 10 ms. The time is granted again while the peer's connection carries 8 KiB a second.
    /// A request that has not arrived by then is refused with `deadlineExceeded`; a response that has not been
    /// received by then is dropped with its stream or connection. An element of a stream is received like a response;
    /// the time in which a stream has none to send does not count.
    public var transferTimeout = Duration.seconds(30) {
      didSet { transferTimeout = GRPCLimits.time(transferTimeout, from: .milliseconds(10)) }
    }
    /// The maximum number of connections at once; a further one is closed as soon as it is accepted.
    ///
    /// 1000 by default, at least 1. The process's limit on open files may be lower.
    public var maximumConnections = 1000 {
      didSet { maximumConnections = max(1, maximumConnections) }
    }
    /// How long a peer may take to speak HTTP/2 on a new connection, including the TLS handshake, and to acknowledge
    /// that a connection closes.
    ///
    /// 20 s by default, at least 10 ms. The connection is closed after that.
    public var handshakeTimeout = Duration.seconds(20) {
      didSet { handshakeTimeout = GRPCLimits.time(handshakeTimeout, from: .milliseconds(10)) }
    }
    /// How long a connection may have no calls before the server closes it gracefully; `nil` for no limit.
    ///
    /// Five minutes by default, at least 10 ms. No call is lost: the server answers a call that the peer begins
    /// before it receives GOAWAY, and the peer connects again for the next call.
    public var maximumIdleTime: Duration? = .seconds(300) {
      didSet { maximumIdleTime = maximumIdleTime.map { GRPCLimits.time($0, from: .milliseconds(10)) } }
    }
    /// How old a connection may be before the server closes it gracefully; `nil` for no limit.
    ///
    /// An hour by default, at least 10 ms. As with ``maximumIdleTime``, no call is lost: running calls take as long
    /// as they need, and new calls use another connection, which may lead to another server.
    public var maximumConnectionAge: Duration? = .seconds(3600) {
      didSet { maximumConnectionAge = maximumConnectionAge.map { GRPCLimits.time($0, from: .milliseconds(10)) } }
    }
    /// The maximum number of calls that one connection may have in flight.
    ///
    /// 1000 by default, at least 1. The peer holds further calls back until one has ended.
    public var maximumCallsPerConnection = 1000 {
      didSet { maximumCallsPerConnection = min(max(1, maximumCallsPerConnection), Int(Int32.max)) }
    }
    /// The maximum number of elements of one stream that wait at the server until they can be sent.
    ///
    /// 16 by default, from 1 to 65,536. A reader may ask for fewer. These elements are not part of
    /// ``maximumBufferedBytes``.
    public var maximumStreamBuffer = 16 {
      didSet { maximumStreamBuffer = min(max(1, maximumStreamBuffer), 65_536) }
    }
    /// What happens to a call whose schema differs from its handler's.
    ///
    /// By default, it is refused.
    public var schemaCheck = HostBridgeConfiguration.SchemaCheck.strict
    /// A Boolean value that indicates whether error messages that were not written for the caller may cross: those of
    /// `unknown`, which is what a handler throws besides its failure and a `HostCallError`, and of `internal`.
    ///
    /// False by default, since such a message may contain anything that the handler works with, passwords included.
    /// The code then crosses with a constant message, and the server's `onHandlerError` receives the original.
    /// Declared failures, and the messages of all other codes, which a handler chooses, always cross.
    public var passesErrorDetails = false
    /// A Boolean value that indicates whether the server answers `grpc.health.v1.Health`, which load balancers and
    /// Kubernetes query.
    ///
    /// True by default. Every peer that can connect may query it, since it passes no interceptors. It tells which
    /// services the server has, and whether they are serving. See ``HostCallServer/setHealth(_:of:)``.
    ///
    /// Watchers take at most a sixteenth of ``maximumBufferedBytes``, at 16 KiB each, so 1024 by default, and there may
    /// be one in any case; a further one is refused with `resourceExhausted`. Watching ends with `unavailable` when the
    /// connection reaches its ``maximumConnectionAge``.
    public var answersHealthChecks = true
    /// The maximum number of watchers of the server's health.
    var maximumHealthWatchers: Int { max(1, maximumBufferedBytes / 16 / RequestIntake.streamCost) }
    /// A Boolean value that indicates whether the server answers `hostcall.v1.Schema/Describe` with the descriptor of
    /// everything that it answers, for `hostcall schema --server`.
    ///
    /// False by default, since the descriptor shows the names, types and documentation of all calls. It passes the
    /// interceptors under the name `hostcall.v1.Schema.Describe`.
    public var describesCalls = false
    /// A Boolean value that indicates whether the server may listen without TLS where other machines can reach it.
    ///
    /// False by default.
    public var allowsPlaintextEverywhere = false

    /// Creates a configuration with the defaults.
    public init() {}
  }
}
#endif
