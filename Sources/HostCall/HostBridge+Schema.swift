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

  /// Returns the names and schemas of calls, after checking that they can be made.
  func named<each C: HostRequest>(_ calls: repeat (each C).Type) throws(HostSetupError) -> [NamedCall] {
    if isClosed { throw HostSetupError(.bridgeClosed) }
    var named: [NamedCall] = []
    repeat named.append(try format(of: (each C).self).call)
    return named
  }

  /// Returns the calls that the core has declared or made, and the functions that it exposes, as a
  /// ``HostCallDescriptor`` in CBOR.
  ///
  /// `hostcall_describe` gives the same bytes to hosts, once at least one call has types. With
  /// ``HostBridgeConfiguration/SchemaCheck/off`` the descriptor contains names and encodings without schemas.
  ///
  /// Complexity: linear in the number of calls; encoded again only after a change, and each schema is computed once.
  public func descriptor() -> [UInt8] {
    storage.descriptor {
      TypedCallSchema.describe(
        $0, includesSchemas: $1.schemaCheck != .off, maximumPayloadSize: $1.maximumPayloadSize)
    }
  }
}
