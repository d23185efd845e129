// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The limits and defaults of a bridge.
public struct HostBridgeConfiguration: Hashable, Sendable {
  /// The largest size of one request or one answer in bytes, in either direction.
  ///
  /// 64 MiB by default; values below 0 count as 0. A larger payload is not copied: its call ends with
  /// ``HostCallCode/resourceExhausted``.
  public var maximumPayloadSize = 64 * 1024 * 1024 {
    didSet { maximumPayloadSize = max(0, maximumPayloadSize) }
  }

  /// The maximum number of calls to the host in flight at once.
  ///
  /// 4096 by default; values below 1 count as 1, values above 1,048,576 as that. Memory follows the calls in flight:
  /// two to four slots of 192 bytes for each.
  ///
  /// A nested call, made by a function that the host called to answer another, needs a permit of its own. Nested calls
  /// can therefore take all permits and wait for each other indefinitely: give them deadlines, or set a limit above the
  /// number of calls times their depth.
  public var maximumCallsInFlight = 4096 {
    didSet { maximumCallsInFlight = min(max(1, maximumCallsInFlight), 1 << 20) }
  }

  /// The maximum number of calls to the core that await their `reply`, and of their functions that run.
  ///
  /// 65,536 by default; values below 1 count as 1. A function whose call the host has cancelled counts until it
  /// returns, and one whose reply is a message until its host is done with that. A call beyond the limit is refused:
  /// `hostcall_call` returns `HOSTCALL_RESOURCE_EXHAUSTED`.
  public var maximumInboundCalls = 65_536 {
    didSet { maximumInboundCalls = max(1, maximumInboundCalls) }
  }

  /// The maximum number of listeners to events that the host subscribes.
  ///
  /// 1024 by default; values below 0 count as 0. A listener counts until it is released. A further one is refused:
  /// `hostcall_subscribe` returns `HOSTCALL_RESOURCE_EXHAUSTED`. Each listener keeps at most ``maximumPayloadSize``
  /// bytes of events.
  public var maximumListeners = 1024 {
    didSet { maximumListeners = max(0, maximumListeners) }
  }

  /// The policy for a call while ``maximumCallsInFlight`` calls are in flight.
  public var overloadPolicy = OverloadPolicy.wait

  /// A policy for calls beyond the limit.
  public enum OverloadPolicy: Hashable, Sendable {
    /// The call waits for a permit, first come, first served.
    ///
    /// The wait counts towards its timeout, and cancelling the task ends it.
    case wait
    /// The call throws ``HostCallCode/resourceExhausted`` at once.
    case fail
  }

  /// How long a call to the host may be pending before it is reported, once; `nil` disables the report.
  ///
  /// 60 seconds by default; values below a millisecond count as one. A call without a timeout waits for as long as its
  /// host takes, so a missing answer would go unnoticed. The report, a ``StaleCall``, comes at most a quarter of this
  /// time late and goes to the closure passed to
  /// ``HostBridge/init(configuration:onStaleCall:onSchemaMismatch:onReport:)``, or as a line to the standard error
  /// output. The call continues.
  public var staleCallWarning: Duration? = .seconds(60)

  /// The policy for a handler whose schema differs from the core's.
  ///
  /// ``SchemaCheck/strict`` by default. Applies to calls in CBOR; if the request or the response is raw, the check is
  /// always strict, since bytes would be misread as another value. A handler without a schema (a fingerprint of 0) is
  /// never checked.
  public var schemaCheck = SchemaCheck.strict

  /// A policy for schemas that differ.
  public enum SchemaCheck: Hashable, Sendable {
    /// Refuses the handler: with ``HostCallCode/failedPrecondition`` in Swift and `HOSTCALL_SCHEMA_MISMATCH` in C.
    case strict
    /// Accepts the handler and reports the mismatch: to the bridge's closure, or as a line to the standard error
    /// output.
    case warn
    /// Accepts the handler, and neither computes nor publishes schemas: no `init(from:)` runs with made-up values, and
    /// descriptors and calls to other machines carry no fingerprints.
    ///
    /// The memory layouts of raw requests and responses are compared all the same. If the call has parts in CBOR too, a
    /// handler's fingerprint contains five bits of the layouts, and reveals a different raw part in 31 of 32 cases.
    case off
  }

  /// The format of calls that do not state their own; ``WireFormat/automatic`` by default.
  public var wireFormat = WireFormat.automatic

  /// The encoding that ``wireFormat`` requires; `nil` if it decides by type.
  @available(*, deprecated, message: "Use wireFormat, where .automatic replaces nil.")
  public var payloadEncoding: PayloadEncoding? {
    get { wireFormat.encoding }
    set {
      wireFormat =
        switch newValue {
        case nil: .automatic
        case .cbor: .cbor
        case .raw: .raw
        }
    }
  }

  /// A Boolean value that indicates whether the bridge counts its calls to the host by name, for
  /// ``HostBridge/statisticsByName``.
  ///
  /// False by default, since counting takes calls off the fast path, as interceptors do.
  public var countsCallsByName = false

  /// Receives reports beside the closures of the bridge.
  package var observers: [BridgeObserver] = []

  /// The interceptors of calls in `HostCall`, which knows their type; `nil` without any.
  package var interceptors: InterceptorReference?

  /// Creates a configuration with the defaults.
  public init() {}
}
