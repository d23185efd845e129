/// What can be set when a bridge is created.
public struct HostBridgeConfiguration: Hashable, Sendable {
  /// The most bytes that one request or one answer may have, in either direction.
  ///
  /// 64 MiB unless set; less than 0 counts as 0.
  ///
  /// What is larger is not copied: the call ends with ``HostCallCode/resourceExhausted``.
  public var maximumPayloadSize = 64 * 1024 * 1024 {
    didSet { maximumPayloadSize = max(0, maximumPayloadSize) }
  }

  /// The most calls of the core that may be in flight at once.
  ///
  /// 4096 unless set; less than 1 counts as 1, more than 1 048 576 as that. Memory follows the calls that are in
  /// flight: the slots for new calls are two to four for each call, of 192 bytes.
  ///
  /// A call that is made inside of another one, by a function that the host called to answer that, needs a place of its
  /// own. So calls that nest can take all places and wait for each other indefinitely: give them deadlines, or a limit
  /// above their number times their depth.
  public var maximumCallsInFlight = 4096 {
    didSet { maximumCallsInFlight = min(max(1, maximumCallsInFlight), 1 << 20) }
  }

  /// The most calls of the host that may be without their reply at once.
  ///
  /// 65,536 unless set; less than 1 counts as 1. A call counts from `hostcall_call` until its `reply` and its
  /// function have returned.
  ///
  /// One more is refused: `hostcall_call` returns `HOSTCALL_RESOURCE_EXHAUSTED`.
  public var maximumInboundCalls = 65_536 {
    didSet { maximumInboundCalls = max(1, maximumInboundCalls) }
  }

  /// What happens to a call when ``maximumCallsInFlight`` are in flight.
  public var overloadPolicy = OverloadPolicy.wait

  /// What happens to a call when too many are in flight.
  public enum OverloadPolicy: Hashable, Sendable {
    /// It waits for its turn, first come first served. Its timeout counts from when it was made, and cancelling its
    /// task ends the waiting.
    case wait
    /// It ends at once with ``HostCallCode/resourceExhausted``.
    case fail
  }

  /// How long a call to the host may be pending before it is reported, once; nil to report none.
  ///
  /// A minute unless set; less than a millisecond counts as that.
  ///
  /// A call without a timeout waits for as long as its host takes, so one whose answer never comes would wait
  /// unnoticed. The report is a ``StaleCall``, given to the function that
  /// ``HostBridge/init(configuration:onStaleCall:onSchemaMismatch:onReport:)`` was given, or written as a line to the
  /// standard error output. It is given at most a quarter of this time late. The call goes on.
  public var staleCallWarning: Duration? = .seconds(60)

  /// What happens when a handler is registered for another schema of its call than the core has.
  ///
  /// ``SchemaCheck/strict`` unless set.
  ///
  /// It concerns calls in CBOR. Where the request or the response is raw, the check is always strict, as other bytes
  /// would be taken for a value. A handler that says nothing of its schema (a fingerprint of 0) is not checked in any
  /// case.
  public var schemaCheck = SchemaCheck.strict

  /// What happens when schemas differ.
  public enum SchemaCheck: Hashable, Sendable {
    /// It is refused: with ``HostCallCode/failedPrecondition`` in Swift and `HOSTCALL_SCHEMA_MISMATCH` in C.
    case strict
    /// It is let pass and reported: to the function that ``HostBridge`` was created with, or as a line to the standard
    /// error output.
    case warn
    /// It is let pass, and schemas are neither found nor told: no `init(from:)` runs with made-up values, and
    /// descriptors and calls to other machines carry no fingerprints.
    case off
  }

  /// The encoding of calls that do not say their own; nil, the default, decides by type: raw for the plain types,
  /// CBOR for all others.
  public var payloadEncoding: PayloadEncoding?

  /// Creates a configuration with the defaults.
  public init() {}
}
