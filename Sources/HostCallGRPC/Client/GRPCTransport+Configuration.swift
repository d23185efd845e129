#if GRPC
  extension GRPCTransport {
    /// The limits, pauses and checks of a transport.
    public struct Configuration: Hashable, Sendable {
      /// Which of several addresses a call goes to.
      public enum LoadBalancing: Hashable, Sendable {
        /// Each in its turn.
        case roundRobin
        /// The first that can be reached, until it is lost.
        case pickFirst
      }

      /// Which of several addresses a call goes to; each in its turn unless set.
      public var loadBalancing = LoadBalancing.roundRobin
      /// The most bytes that one request or one response may have.
      ///
      /// 64 MiB unless set, from 0 to 2 GiB.
      public var maximumPayloadSize = 64 * 1024 * 1024 {
        didSet { maximumPayloadSize = GRPCLimits.size(maximumPayloadSize) }
      }
      /// How often an idempotent call is made at most, from 1 to 5; 5 unless set.
      ///
      /// Between the attempts there are pauses, the first of 25 to 50 ms, and each twice as long as the one before, up
      /// to a second.
      public var maximumAttempts = 5 {
        didSet { maximumAttempts = min(max(1, maximumAttempts), 5) }
      }
      /// Whether a call waits, until its time is over, where no server is reached.
      ///
      /// It ends with `unavailable`, unless set. Set, and with idempotent calls, nothing is lost while a lone server
      /// starts again.
      public var waitsForReady = false
      /// Whether it may connect without TLS to what is not on this machine.
      ///
      /// It may not, unless set.
      public var allowsPlaintextEverywhere = false
      /// The pause before a connection that failed is tried again: 100 ms unless set, at least 1 ms, and longer each
      /// time, up to ``longestReconnectPause``.
      public var shortestReconnectPause = Duration.milliseconds(100) {
        didSet { shortestReconnectPause = GRPCLimits.time(shortestReconnectPause, from: .milliseconds(1)) }
      }
      /// The longest pause before a connection is tried again.
      ///
      /// 10 s unless set, at least 1 ms.
      public var longestReconnectPause = Duration.seconds(10) {
        didSet { longestReconnectPause = GRPCLimits.time(longestReconnectPause, from: .milliseconds(1)) }
      }
      /// How long a server may take to be connected to; what is behind an address may take a connection and then say
      /// nothing.
      ///
      /// 20 s unless set, at least 1 s. Calls that wait for a connection end with `unavailable` when there is none
      /// after that time for each address, unless ``waitsForReady`` is set; and all connections are begun again.
      public var connectTimeout = Duration.seconds(20) {
        didSet { connectTimeout = GRPCLimits.time(connectTimeout, from: .seconds(1)) }
      }
      /// How long a connection may be silent before the server is asked whether it is still there; nil for never.
      ///
      /// Five minutes unless set, at least 1 s. Without an answer in ``keepaliveTimeout`` the connection counts as
      /// lost, and its calls end with `unavailable`: a machine that has vanished does not say so. A `HostCallServer`
      /// takes no offence at that; most others close a connection on which they are asked more often than every five
      /// minutes, or a few times without calls.
      public var keepaliveInterval: Duration? = .seconds(300) {
        didSet { keepaliveInterval = keepaliveInterval.map { GRPCLimits.time($0, from: .seconds(1)) } }
      }
      /// How long the server has to answer when it is asked whether it is still there.
      ///
      /// 20 s unless set, at least 10 ms, and at most nine tenths of ``keepaliveInterval``.
      public var keepaliveTimeout = Duration.seconds(20) {
        didSet { keepaliveTimeout = GRPCLimits.time(keepaliveTimeout, from: .milliseconds(10)) }
      }

      /// Creates a configuration with the defaults.
      public init() {}
    }
  }
#endif
