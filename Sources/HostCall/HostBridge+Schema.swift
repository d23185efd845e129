// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
public import HostBridgeCore

extension HostBridge {
  /// Declares the calls that the core makes: ``descriptor()`` lists them, and a handler that is registered with a
  /// different schema is refused at once.
  ///
  ///     try bridge.declare(FetchProfile.self, ReadClock.self)
  ///
  /// From then on the bridge reports (`onReport`) a handler that is registered under an undeclared name. It also
  /// reports one that was registered before under a name that may be a misspelling of a declared one.
  ///
  /// A call that is not declared is recorded, and its handler checked, when it is first made. A handler that is already
  /// registered stays registered even if this throws; calls to it fail. Computing the schemas runs the `init(from:)` of
  /// the calls' types with made-up values, unless ``HostBridgeConfiguration/SchemaCheck/off`` is set; see
  /// ``HostCallSchema``. Declaring a call again has no effect.
  ///
  /// - Throws: ``HostCallCode/failedPrecondition`` if a registered handler has a different schema
  ///   (``HostBridgeConfiguration/schemaCheck``); ``HostCallCode/invalidArgument`` if a call has no valid wire name or
  ///   states the raw format for an unsuitable type; ``HostCallCode/unavailable`` if the bridge is closed. The error
  ///   names the first call that is wrong; those before it are declared.
  public func declare<each C: HostRequest>(_ calls: repeat (each C).Type) throws(HostSetupError) {
    let calls = try named(repeat (each C).self)
    for call in calls {
      // Computed now, on the core's thread, rather than when a host registers.
      if configuration.schemaCheck != .off { _ = call.schema?.fingerprint }
      try storage.declare(call)
    }
    storage.reportMisspellings(of: calls)
  }

  /// Declares the calls and streams that a descriptor lists as made by its core, for a bridge that stands in for that
  /// core: a handler that is registered with a fingerprint of another schema is refused, and `hostcall_describe` gives
  /// hosts the descriptor.
  ///
  /// - Throws: As ``declare(_:)``.
  @_spi(Tool)
  public func declareCalls(of descriptor: HostCallDescriptor) throws(HostSetupError) {
    if isClosed { throw HostSetupError(.bridgeClosed) }
    for (calls, kind) in [(descriptor.calls, CallKind.call), (descriptor.streams ?? [], .stream)] {
      for call in calls where call.direction == .toHost {
        let name: WireName
        do throws(BridgeError) {
          name = try WireName(checking: call.name)
        } catch {
          throw HostSetupError(error)
        }
        try storage.declare(NamedCall(name, DescribedCallSchema(call, kind, in: descriptor), kind: kind))
      }
    }
  }

  /// Declares events that the core emits or listens to: ``descriptor()`` lists them.
  ///
  ///     try bridge.declareEvents(ThemeChanged.self)
  ///     try bridge.declareEvents(UserLeft.self, direction: .toCore)
  ///
  /// An event that is not declared is listed from the first one that the core emits, or from the first time that the
  /// core listens to it. Computing the schemas runs user code as for ``declare(_:)``. Declaring an event again has no
  /// effect.
  ///
  /// - Parameters:
  ///   - events: The types of the events.
  ///   - direction: `toHost`, the default, for events that the core emits; `toCore` for those that it listens to.
  /// - Throws: ``HostCallCode/invalidArgument`` if an event has no valid wire name, ``HostCallCode/unavailable`` if the
  ///   bridge is closed. The error names the first event that is wrong, and none is declared.
  public func declareEvents<each E: HostEvent>(
    _ events: repeat (each E).Type, direction: HostCallDescriptor.Direction = .toHost
  ) throws(HostSetupError) {
    var named: [NamedCall] = []
    repeat named.append(try event((each E).self))
    for event in named {
      if configuration.schemaCheck != .off { _ = event.schema?.fingerprint }
      (direction == .toHost ? storage.emitted : storage.heard).record(event)
    }
  }

  /// Returns the names and schemas of calls, after checking that they can be made.
  func named<each C: HostRequest>(_ calls: repeat (each C).Type) throws(HostSetupError) -> [NamedCall] {
    if isClosed { throw HostSetupError(.bridgeClosed) }
    var named: [NamedCall] = []
    repeat named.append(try format(of: (each C).self).call)
    return named
  }

  /// Returns the calls that the core has declared or made, the functions that it exposes, and its events, as a
  /// ``HostCallDescriptor`` in CBOR.
  ///
  /// `hostcall_describe` gives the same bytes to hosts, once at least one call or event has types. With
  /// ``HostBridgeConfiguration/SchemaCheck/off`` the descriptor contains names and encodings without schemas.
  ///
  /// Complexity: linear in the number of calls; encoded again only after a change, and each schema is computed once.
  public func descriptor() -> [UInt8] {
    storage.descriptor(encodedBy: Self.describe)
  }

  /// Returns the calls and streams for which the host has registered handlers, as a ``HostCallDescriptor`` in CBOR:
  /// what a server that passes calls on to the bridge answers.
  ///
  /// A handler in bytes has the schema of the declared call of its name, if there is one. All payloads are described in
  /// CBOR, which is what crosses to other machines.
  ///
  /// Complexity: as for ``descriptor()``.
  public func answeredDescriptor() -> [UInt8] {
    storage.answeredDescriptor(encodedBy: Self.describe)
  }

  private static func describe(_ calls: [DescribedCall], _ configuration: HostBridgeConfiguration) -> [UInt8] {
    TypedCallSchema.describe(
      calls, includesSchemas: configuration.schemaCheck != .off, maximumPayloadSize: configuration.maximumPayloadSize)
  }
}
