// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes the definitions of calls, streams and events, and the classes of failures.
struct TypeScriptCalls {
  let model: InterfaceModel
  var types: TypeScriptTypes
  private var failures: [InterfaceType: String] = [:]

  init(_ model: InterfaceModel, _ types: TypeScriptTypes) { (self.model, self.types) = (model, types) }

  /// Returns the type of a part: `void` for an empty record.
  func type(_ part: InterfacePart?) -> String {
    guard let part else { return "Uint8Array" }
    if part.isRaw, case .any = part.type { return "Uint8Array" }
    return model.isEmpty(part) ? "void" : types.type(part.type)
  }

  /// Returns the class of a call's failure, if it declares one.
  func failure(_ call: InterfaceCall) -> String? { call.schema?.failure.flatMap { failures[$0.type] } }

  /// Returns the lines of the classes of all failures.
  mutating func failureClasses() -> [[String]] {
    let calls = model.callsToHost + model.streamsToHost + model.callsToCore + model.streamsToCore
    var classes: [[String]] = []
    for call in calls {
      guard let type = call.schema?.failure?.type, failures[type] == nil else { continue }
      let base = if case .named(let name) = type { name } else { "\(call.name) failure" }
      let name = types.names.claimType("\(base) error")
      failures[type] = name
      let names = calls.filter { $0.schema?.failure?.type == type }.map { "`\($0.name)`" }
      classes.append(
        TypeScriptText.comment(["The failure of \(names.joined(separator: ", "))."])
          + ["export class \(name) extends CallFailure<\(types.type(type))> {}"])
    }
    return classes
  }

  /// Returns the lines of the definition of a call or a stream.
  mutating func definition(_ call: InterfaceCall) -> [String] {
    let schema = call.schema
    var lines = TypeScriptText.list(
      "const \(name(call)): CallDefinition<", [type(schema?.request), type(schema?.response)], "> = {")
    lines += [
      "  name: \(TypeScriptText.literal(call.name)),", "  fingerprint: \(fingerprint(schema?.fingerprint ?? 0)),",
    ]
    lines += ["  request: \(codec(schema?.request)),", "  response: \(codec(schema?.response)),"]
    if let failure = failure(call), let part = schema?.failure {
      lines.append("  failure: {type: \(failure), codec: \(types.codec(part.type))},")
    }
    return lines + ["};"]
  }

  /// Returns the lines of the definition of an event.
  mutating func definition(_ event: InterfaceEvent) -> [String] {
    var lines = ["const \(name(event)): EventDefinition<\(type(event.payload))> = {"]
    lines += ["  name: \(TypeScriptText.literal(event.name)),", "  event: \(codec(event.payload)),"]
    if event.policy == .dropNewest { lines.append("  drops: \"newest\",") }
    return lines + ["};"]
  }

  /// Returns the constant of a call or a stream.
  mutating func name(_ call: InterfaceCall) -> String {
    types.names.value(call.name, call.isStream ? "stream" : "call")
  }

  /// Returns the constant of an event.
  mutating func name(_ event: InterfaceEvent) -> String { types.names.value(event.name, "event") }

  private func fingerprint(_ number: UInt64) -> String {
    guard number != 0 else { return "0n" }
    return "0x\(Hexadecimal.digits(of: number, count: 16))n"
  }

  private mutating func codec(_ part: InterfacePart?) -> String {
    guard let part else { return "codec.rawBytes" }
    if model.isEmpty(part) { return "codec.nothing" }
    guard part.isRaw else { return types.codec(part.type) }
    switch part.type {
    case .named: return types.codec(part.type)
    case .any: return "codec.rawBytes"
    default: return "codec.rawNumber(\"\(TypeScriptRaw.type(part.type))\"\(part.isLittleEndian ? "" : ", false"))"
    }
  }
}
