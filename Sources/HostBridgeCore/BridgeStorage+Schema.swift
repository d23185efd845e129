// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension BridgeStorage {
  /// Records a call that the core makes, and checks the handler that is registered for it, if any.
  ///
  /// - Throws: ``HostCallCode/failedPrecondition`` if the handler has a different schema, unless the configuration
  ///   allows that.
  package func declare(_ call: NamedCall) throws(HostSetupError) {
    declared.declare(call)
    guard let handler = registry.handler(of: call.name, call.kind) else { return }
    do throws(BridgeError) {
      try check(handler, for: call)
    } catch {
      throw HostSetupError(error)
    }
  }

  /// Checks the schema of a handler against a call of its name.
  ///
  /// - Throws: ``HostCallCode/failedPrecondition`` with a description of the difference.
  func check(_ handler: HostHandler, for call: NamedCall) throws(BridgeError) {
    guard let mismatch = fatalMismatch(handler.schema, of: call, warning: handler.warning) else { return }
    throw BridgeError(code: .failedPrecondition, message: mismatch, wireName: call.name.text)
  }

  /// Reports a handler for a name that the core has not declared, if it has declared others.
  func reportIfUndeclared(_ name: WireName) {
    guard let names = declared.names(lacking: name) else { return }
    reports.report(.undeclaredHandler) { .undeclaredHandler(name, among: names) }
  }

  /// Reports handlers that were registered before `calls` were declared and whose names may be misspellings of calls
  /// that have no handler.
  ///
  /// Other undeclared handlers may belong to calls that are declared later.
  package func reportMisspellings(of calls: [NamedCall]) {
    for missing in registry.missing(calls) {
      guard let handler = misspelling(of: missing.name) else { continue }
      reportIfUndeclared(handler)
    }
  }

  /// Returns the names of the `calls` without a handler, each with the name of a handler that may be a misspelling of
  /// it.
  package func missing(among calls: [NamedCall]) -> [(name: WireName, misspelling: WireName?)] {
    registry.missing(calls).map { ($0.name, misspelling(of: $0.name, besides: calls.map(\.name))) }
  }

  /// Returns the name of a handler that may be a misspelling of `name` and belongs to no call that the core has
  /// declared or made.
  ///
  /// - Parameter others: Names that are known to be correct.
  private func misspelling(of name: WireName, besides others: [WireName] = []) -> WireName? {
    registry.registeredNames.first { handler in
      NearestName.isClose(handler.text, name.text) && !declared.contains(handler) && !others.contains(handler)
    }
  }

  /// Checks the schema of a handler, before its registration, against all known calls of its name.
  func checkSchema(of handler: HostHandler) throws(StatusError) {
    for call in declared.calls(named: handler.wireName) {
      guard let mismatch = fatalMismatch(handler.schema, of: call, warning: handler.warning) else { continue }
      throw StatusError(.schemaMismatch, .text, text: mismatch)
    }
  }

  /// Checks the schema that a host was compiled for against a function that it calls.
  ///
  /// A function in bytes has no schema, so nothing is checked.
  func check(_ fingerprint: UInt64, of function: TaskFunction, named name: WireName) throws(StatusError) {
    let call = NamedCall(name, function.schema, kind: function.kind)
    guard let mismatch = fatalMismatch(.fingerprint(fingerprint), of: call, warning: function.warning) else { return }
    throw StatusError(.schemaMismatch, .text, text: mismatch)
  }

  /// Returns a description of the difference for which a host is refused; reports one that only calls for a warning.
  ///
  /// - Parameters:
  ///   - host: The schema that the host was compiled for.
  ///   - call: The core's call.
  ///   - warning: The warning about this difference, which is given once.
  private func fatalMismatch(
    _ host: HandlerSchema, of call: NamedCall, warning: OneTimeWarning
  ) -> String? {
    if configuration.schemaCheck == .off { return SchemaMismatch.ofRawParts(call, host) }
    let isRaw = call.schema?.isRaw == true || host.isRaw
    let check = isRaw ? .strict : configuration.schemaCheck
    // Comparing is expensive, and a warning is given only once.
    guard check == .strict || !warning.isClaimed, let mismatch = SchemaMismatch(call, host) else { return nil }
    if check == .strict { return "\(mismatch)" }
    if warning.claim() { reports.report(mismatch) }
    return nil
  }

  /// Returns the fingerprint that the handler of `name` was compiled for, for CBOR calls; `nil` if it is unknown or
  /// schemas are not checked.
  package func fingerprintInCBOR(of name: WireName) -> UInt64? {
    guard configuration.schemaCheck != .off,
      let handler = registry.handler(of: name) ?? registry.handler(of: name, .stream)
    else { return nil }
    switch handler.schema {
    case .unchecked: return nil
    case .type(let schema): return schema.inCBOR.fingerprint
    case .fingerprint(let fingerprint):
      // A handler in C does not state its encodings: for a call that this core makes raw, the fingerprint is that of
      // the raw form.
      return declared.calls(named: name).contains { $0.schema?.isRaw == true } ? nil : fingerprint
    }
  }

  /// Returns whether the host has registered `name` as a stream.
  package func isStream(_ name: WireName) -> Bool { registry.handler(of: name, .stream) != nil }

  /// The calls and streams that the core has declared or made, and those that it exposes; then the events that it
  /// emits, and those that it listens to.
  private var describedCalls: [DescribedCall] {
    (declared.all + emitted.all).map { DescribedCall(direction: .toHost, call: $0) }
      + (exposed.all + heard.all).map { DescribedCall(direction: .toCore, call: $0) }
  }

  /// Returns the descriptor as `encode` writes it; encoded again only when the calls have changed.
  package func descriptor(
    encodedBy encode: (_ calls: [DescribedCall], _ configuration: HostBridgeConfiguration) -> [UInt8]
  ) -> [UInt8] {
    descriptors.bytes(for: describedCalls) { encode($0, configuration) }
  }

  /// The calls and streams for which a handler is registered, sorted by name, as another machine makes them: in CBOR.
  private var answeredCalls: [DescribedCall] {
    registry.handlers.map { handler in
      let schema: (any CallSchema)? =
        if case .type(let schema) = handler.schema { schema } else {
          declared.calls(named: handler.wireName).lazy.compactMap(\.schema).first
        }
      return DescribedCall(
        direction: .toHost, call: NamedCall(handler.wireName, schema?.inCBOR, kind: handler.kind))
    }
  }

  /// The names of the registered handlers, sorted.
  package var registeredNames: [String] { registry.registeredNames.map(\.text) }

  /// Returns the descriptor of the calls and streams for which a handler is registered, as `encode` writes it; encoded
  /// again only when they have changed.
  package func answeredDescriptor(
    encodedBy encode: (_ calls: [DescribedCall], _ configuration: HostBridgeConfiguration) -> [UInt8]
  ) -> [UInt8] {
    answeredDescriptors.bytes(for: answeredCalls) { encode($0, configuration) }
  }

  /// Returns the descriptor; `nil` if no call or event has a schema, whose type would supply the encoder.
  func describe() -> [UInt8]? {
    guard let schema = describedCalls.lazy.compactMap(\.call.schema).first else { return nil }
    let type = type(of: schema)
    return descriptor {
      type.describe(
        $0, includesSchemas: $1.schemaCheck != .off, maximumPayloadSize: $1.maximumPayloadSize)
    }
  }
}
