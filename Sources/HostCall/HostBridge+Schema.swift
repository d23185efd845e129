internal import CBORCodec
public import HostBridgeCore

extension HostBridge {
  /// Says which calls the core makes, before it makes them: a host is then told of them by ``descriptor()``, and one
  /// that registers a handler for another schema is refused at once.
  ///
  ///     try bridge.declare(FetchProfile.self, ReadClock.self)
  ///
  /// A handler that is registered afterwards under a name that was not declared is reported, and so is one that was
  /// registered before under what may be a misspelling of a declared name (`onReport` of the bridge).
  ///
  /// A call that is not declared is noted when it is first made, and its handler is checked then. A handler that is
  /// registered already stays registered even if this throws; the calls that would reach it fail. Finding the schemas
  /// runs the `init(from:)` of the calls' types with made-up values, unless they are not looked at
  /// (``HostBridgeConfiguration/SchemaCheck/off``); see ``HostCallSchema``. A handler that is registered later under a
  /// name that was not declared is reported. Declaring a call again changes nothing.
  ///
  /// - Throws: ``HostCallCode/failedPrecondition`` if a handler is registered already and is for another schema
  ///   (``HostBridgeConfiguration/schemaCheck``); ``HostCallCode/invalidArgument`` if a call has no valid wire name, or
  ///   states the raw format for a type that can't have it; ``HostCallCode/unavailable`` if the bridge is closed. Of
  ///   several calls that are wrong the first is named, and those before it are declared.
  public func declare<each C: HostCallable>(_ calls: repeat (each C).Type) throws(HostCallError<Never>) {
    if isClosed { throw HostCallError(BridgeError.bridgeClosed) }
    do throws(BridgeError) {
      let calls = try named(repeat (each C).self)
      for call in calls {
        // Now, on the core's own thread, and not when a host registers.
        if configuration.schemaCheck != .off { _ = call.schema?.fingerprint }
        try storage.declare(call)
      }
      storage.reportMisspellings(of: calls)
    } catch {
      throw HostCallError(error)
    }
  }

  /// The names of calls that can be made, with their schemas.
  func named<each C: HostCallable>(_ calls: repeat (each C).Type) throws(BridgeError) -> [NamedCall] {
    var named: [NamedCall] = []
    func add<Call: HostCallable>(_ type: Call.Type) throws(BridgeError) {
      let format = CallFormat(type, configuration)
      try format.check()
      named.append(try format.named())
    }
    repeat try add((each C).self)
    return named
  }

  /// Every call that the core makes, as far as it was declared or has been made, and every function that it exposes, in
  /// CBOR: a ``HostCallDescriptor``.
  ///
  /// It is what `hostcall_describe` gives to hosts, as soon as one of them has types.
  ///
  /// With ``HostBridgeConfiguration/SchemaCheck/off`` it has their names and encodings, and no schemas.
  ///
  /// Complexity: linear in the number of calls; it is encoded again only after something was declared or exposed, and
  /// each schema is found once.
  public func descriptor() -> [UInt8] {
    storage.descriptor { HostCallDescriptor($0, looksAtTypes: $1).encoded }
  }
}
