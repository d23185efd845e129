#if GRPC
  public import HostBridgeCore

  extension HostCallServer {
    /// The limits and checks of a server; all limits are on from the start.
    public struct Configuration: Hashable, Sendable {
      /// The most bytes that one request or one response may have.
      ///
      /// 64 MiB unless set, from 0 to 2 GiB. What is larger is refused with `resourceExhausted`.
      public var maximumPayloadSize = 64 * 1024 * 1024 {
        didSet { maximumPayloadSize = GRPCLimits.size(maximumPayloadSize) }
      }
      /// The most bytes that the server holds at once of the requests and responses of all connections: a request from
      /// its first byte until its call is over, a response until the network has taken it, and 16 KiB for each call.
      ///
      /// 256 MiB unless set, at least 64 KiB. Where there is no room, requests that have not arrived as a whole are
      /// refused with `resourceExhausted`, first those of which nothing has come for the longest time; where that does
      /// not help, the request or response for which there is none is.
      public var maximumBufferedBytes = 256 * 1024 * 1024 {
        didSet { maximumBufferedBytes = max(65_536, maximumBufferedBytes) }
      }
      /// How long a peer may take to send a request, and to take a response; where its connection carries 8 KiB a
      /// second in that time, the same time again.
      ///
      /// 30 s unless set, at least 10 ms. A request that has not arrived by then is refused with `deadlineExceeded`; a
      /// response that has not been taken by then is dropped with its stream or connection.
      public var transferTimeout = Duration.seconds(30) {
        didSet { transferTimeout = GRPCLimits.time(transferTimeout, from: .milliseconds(10)) }
      }
      /// How many connections there may be at once; one too many is closed when it is accepted.
      ///
      /// 1000 unless set, at least 1. A process may also have fewer open files than that.
      public var maximumConnections = 1000 {
        didSet { maximumConnections = max(1, maximumConnections) }
      }
      /// How long a new connection may take to speak HTTP/2, with TLS its handshake included; and how long one that is
      /// asked to close may take to answer.
      ///
      /// 20 s unless set, at least 10 ms. Then it is closed.
      public var handshakeTimeout = Duration.seconds(20) {
        didSet { handshakeTimeout = GRPCLimits.time(handshakeTimeout, from: .milliseconds(10)) }
      }
      /// How long a connection may be without calls before it is asked to close; nil for as long as it likes.
      ///
      /// Five minutes unless set, at least 10 ms. No call is lost: one that its peer begins before it hears of it is
      /// answered, and peers connect again for the next.
      public var maximumIdleTime: Duration? = .seconds(300) {
        didSet { maximumIdleTime = maximumIdleTime.map { GRPCLimits.time($0, from: .milliseconds(10)) } }
      }
      /// How old a connection may be before it is asked to close; nil for any age.
      ///
      /// An hour unless set, at least 10 ms. As with ``maximumIdleTime`` no call is lost: those that run go on for as
      /// long as they take, and new ones are made on another connection, which may lead to another server.
      public var maximumConnectionAge: Duration? = .seconds(3600) {
        didSet { maximumConnectionAge = maximumConnectionAge.map { GRPCLimits.time($0, from: .milliseconds(10)) } }
      }
      /// How many calls of one connection may be on their way at once.
      ///
      /// 1000 unless set, at least 1. The peer keeps more to itself until there is room.
      public var maximumCallsPerConnection = 1000 {
        didSet { maximumCallsPerConnection = min(max(1, maximumCallsPerConnection), Int(Int32.max)) }
      }
      /// What happens to a call whose schema is not the handler's.
      ///
      /// It is refused, unless set.
      public var schemaCheck = HostBridgeConfiguration.SchemaCheck.strict
      /// Whether the words of errors may cross that were not written for the caller: those of `unknown`, which is what
      /// a handler throws besides its failure and a `HostCallError`, and of `internal`.
      ///
      /// They may not, unless set: what has failed in a handler may name whatever it works with, passwords included.
      /// Their code crosses with a constant text, and the server's `onHandlerError` is given the original. Failures
      /// that a call declares and the words of all other codes, which a handler chooses, always cross.
      public var passesErrorDetails = false
      /// Whether it may listen without TLS where other machines reach it.
      ///
      /// It may not, unless set.
      public var allowsPlaintextEverywhere = false

      /// Creates a configuration with the defaults.
      public init() {}
    }
  }
#endif
