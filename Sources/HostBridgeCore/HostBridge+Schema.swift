extension BridgeStorage {
  /// Notes a call that the core makes, and checks the handler that is registered under its name, if there is one.
  ///
  /// - Throws: ``HostCallCode/failedPrecondition`` where the handler was made for another schema, unless that is let
  ///   pass.
  package func declare(_ call: NamedCall) throws(BridgeError) {
    declared.declare(call)
    if let handler = registry.handler(of: call.name) { try check(handler, for: call) }
  }

  /// Checks that a handler was made for the schema of a call of its name.
  ///
  /// - Throws: ``HostCallCode/failedPrecondition``, with what differs.
  func check(_ handler: HostHandler, for call: NamedCall) throws(BridgeError) {
    guard let mismatch = fatalMismatch(handler, call) else { return }
    throw BridgeError(code: .failedPrecondition, message: "\(mismatch)", wireName: call.name.text)
  }

  /// Reports a handler that was registered under a name which the core has not declared, if it has declared others.
  func reportIfUndeclared(_ name: WireName) {
    guard let names = declared.names(lacking: name) else { return }
    reports.report(.undeclaredHandler) { .undeclaredHandler(name, among: names) }
  }

  /// Reports handlers that were registered before `calls` were declared, by names that may be misspellings of those which
  /// have no handler.
  ///
  /// Any others may be those of calls that are declared later.
  package func reportMisspellings(of calls: [NamedCall]) {
    for missing in registry.missing(calls.map(\.name)) {
      guard let handler = misspelling(of: missing) else { continue }
      reportIfUndeclared(handler)
    }
  }

  /// Returns those of `names` that have no handler, each with the name of a handler that may be a misspelling of it.
  package func missing(among names: [WireName]) -> [(name: WireName, misspelling: WireName?)] {
    registry.missing(names).map { ($0, misspelling(of: $0, besides: names)) }
  }

  /// Returns the name of a handler, of no call that the core has declared or made, that may be a misspelling of `name`.
  ///
  /// - Parameter others: Names that are known to be no misspellings.
  private func misspelling(of name: WireName, besides others: [WireName] = []) -> WireName? {
    registry.registeredNames.first { handler in
      NearestName.isClose(handler.text, name.text) && !declared.contains(handler) && !others.contains(handler)
    }
  }

  /// Checks a handler that is to be registered, against all calls of its name that are known.
  func checkSchema(of handler: HostHandler) throws(StatusError) {
    for call in declared.calls(named: handler.wireName) {
      if let mismatch = fatalMismatch(handler, call) { throw StatusError(.schemaMismatch, .text, text: "\(mismatch)") }
    }
  }

  private func fatalMismatch(_ handler: HostHandler, _ call: NamedCall) -> SchemaMismatch? {
    let isRaw = call.schema?.isRaw == true || handler.schema.isRaw
    let check = isRaw ? .strict : configuration.schemaCheck
    // Finding out what differs takes a while, and a warning is given once.
    guard check != .off, check == .strict || !handler.hasWarned, let mismatch = SchemaMismatch(call, handler.schema)
    else {
      return nil
    }
    if check == .strict { return mismatch }
    if handler.claimWarning() { reports.report(mismatch) }
    return nil
  }

  /// The fingerprint that the handler of `name` was made for, where the call crosses as CBOR; nil where that is not
  /// known, or schemas are not looked at.
  package func fingerprintInCBOR(of name: WireName) -> UInt64? {
    guard configuration.schemaCheck != .off, let handler = registry.handler(of: name) else { return nil }
    switch handler.schema {
    case .unchecked: return nil
    case .type(let schema): return schema.inCBOR.fingerprint
    case .fingerprint(let fingerprint):
      // One in C says nothing of its formats: that of a call which this core makes raw is of raw bytes.
      return declared.calls(named: name).contains { $0.schema?.isRaw == true } ? nil : fingerprint
    }
  }

  /// Every call that the core makes, as far as it was declared or made, and every function that it exposes.
  private var describedCalls: [DeclaredCall] {
    declared.all.map { DeclaredCall(direction: .toHost, call: $0) }
      + exposed.all.map { DeclaredCall(direction: .toCore, call: $0) }
  }

  /// Those calls in CBOR, as `encode` writes them; they are encoded again only when there are others.
  package func descriptor(
    encodedBy encode: (_ calls: [DeclaredCall], _ looksAtTypes: Bool) -> [UInt8]
  ) -> [UInt8] {
    descriptors.bytes(for: describedCalls) { encode($0, configuration.schemaCheck != .off) }
  }

  /// Those calls in CBOR; nil where none of them has types, and with them something that writes CBOR.
  func describe() -> [UInt8]? {
    guard let schema = describedCalls.lazy.compactMap(\.call.schema).first else { return nil }
    let type = type(of: schema)
    return descriptor { type.describe($0, looksAtTypes: $1) }
  }
}
