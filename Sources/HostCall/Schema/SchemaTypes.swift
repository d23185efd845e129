internal import HostBridgeCore

/// The types of one call: its request, its response and its failure, and the rules that they refer to.
struct SchemaTypes: Sendable {
  /// One part of the call.
  struct Part: Sendable {
    let part: SchemaOutline.Part
    let encoding: PayloadEncoding
    let type: SchemaType
  }

  let wireName: String
  /// Request and response, and the failure where the call declares one.
  let parts: [Part]
  let rules: [SchemaRule]

  init<C: HostCallable>(_ type: C.Type, request: PayloadEncoding, response: PayloadEncoding) {
    let probe = SchemaProbe()
    func part<Value: Decodable>(_ part: SchemaOutline.Part, _ type: Value.Type, _ encoding: PayloadEncoding) -> Part {
      Part(part: part, encoding: encoding, type: encoding == .raw ? Self.raw(type) : probe.describe(type).schema)
    }
    wireName = CallDescriptor.of(type).wireName
    var parts = [part(.request, type, request), part(.response, C.Response.self, response)]
    if C.Failure.self != Never.self { parts.append(part(.failure, C.Failure.self, .cbor)) }
    probe.finish()
    self.parts = parts
    rules = probe.rules
  }

  private static func raw(_ type: Any.Type) -> SchemaType {
    do throws(PlainDataError) {
      return .raw(try PlainLayout.of(type))
    } catch {
      return .unknown("\(error)")
    }
  }

  /// Why there are places of which nobody knows what is there, in words.
  var gaps: [String] {
    var gaps: [String] = []
    func look(_ type: SchemaType) {
      if case .unknown(let reason) = type, !gaps.contains(reason) { gaps.append(reason) }
      for part in type.parts { look(part) }
    }
    for part in parts { look(part.type) }
    for rule in rules { look(rule.type) }
    return gaps
  }
}

extension SchemaType {
  /// The types that this one is made of, without what rules stand for.
  var parts: [SchemaType] {
    switch self {
    case .nullable(let type), .array(let type), .dictionary(let type, _): [type]
    case .sequence(let types, let rest): types + [rest]
    case .tuple(let types), .choice(let types): types
    case .pairs(let key, let value): [key, value]
    case .map(let members): members.map(\.type)
    case .named, .stated, .literals, .rule, .raw, .unknown: []
    }
  }
}
