// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A call, a stream or an event in a generated module: its constant, its parameters and its result.
struct PythonFunction {
  /// The name on the wire.
  let name: String
  let documentation: String?
  let isStream: Bool
  let isEvent: Bool
  let parameters: PythonFields
  /// The annotation of the response, or of each element.
  let response: String
  /// The annotation of the failure, if the call declares one.
  let failure: String?
  /// The name of the constant.
  let reference: String
  /// The lines of the constant.
  private(set) var constant: [String]
  /// The class that wraps a failure which is no record or enumeration with fields; empty if there is none.
  private(set) var wrapper: [[String]] = []

  init(_ call: InterfaceCall, _ types: inout PythonTypes) {
    (name, documentation, isStream, isEvent) = (call.name, call.documentation, call.isStream, false)
    reference = types.names.constant(call.name, call.isStream ? "stream" : "call")
    guard let schema = call.schema else {
      (parameters, response, failure) = (.payload, "bytes", nil)
      constant = PythonExpression.call(
        "interface.Call",
        ["\(PythonText.literal(call.name))", "0", "codec.parameter(\"payload\", codec.PAYLOAD)", "codec.PAYLOAD"]
      ).lines(indent: 0, prefix: "\(reference): interface.Call[bytes] = ")
      return
    }
    let (parameters, request) = Self.parameters(schema.request, &types)
    self.parameters = parameters
    let isEmpty = types.model.isEmpty(schema.response) && !call.isStream
    response = isEmpty ? "None" : types.annotation(schema.response.type)
    var arguments: [PythonExpression] = [
      "\(PythonText.literal(call.name))", "0x\(String(schema.fingerprint, radix: 16, uppercase: true))", request,
      isEmpty ? "codec.NOTHING" : Self.codec(schema.response, &types),
    ]
    var failure: String?
    if let part = schema.failure {
      let (annotation, codec, wrapper) = Self.failure(part, call, &types)
      arguments.append(codec)
      failure = annotation
      self.wrapper = wrapper
    }
    self.failure = failure
    constant = PythonExpression.call("interface.Call", arguments)
      .lines(indent: 0, prefix: "\(reference): interface.Call[\(response)] = ")
    let reasons = types.reasons(schema.response.type)
    constant = reasons.flatMap { PythonText.comment("The response has any value: \($0).", indent: 0) } + constant
  }

  init(_ event: InterfaceEvent, _ types: inout PythonTypes) {
    (name, documentation, isStream, isEvent) = (event.name, event.documentation, false, true)
    (response, failure) = ("None", nil)
    reference = types.names.constant(event.name, "event")
    let (parameters, payload) = Self.parameters(event.payload, &types)
    self.parameters = parameters
    let drops: [PythonExpression] = event.policy == .dropNewest ? ["drops_newest=True"] : []
    constant = PythonExpression.call("interface.Event", ["\(PythonText.literal(event.name))", payload] + drops)
      .lines(indent: 0, prefix: "\(reference) = ")
  }

  private static func parameters(
    _ part: InterfacePart, _ types: inout PythonTypes
  ) -> (PythonFields, PythonExpression) {
    if let fields = types.model.parameters(of: part) {
      let fields = PythonFields(fields, &types)
      return (fields, .call("codec.parameters", fields.all.map(\.codec)))
    }
    if case .named(let name) = types.model.resolved(part.type),
      case .raw(let raw)? = types.model.type(named: name)?.content
    {
      let fields = PythonFields(raw, &types)
      return (fields, .call("codec.raw_parameters", PythonTypes.layout(raw, fields.all.map(\.name))))
    }
    return (PythonFields(value: part.type, &types), .call("codec.parameter", ["\"value\"", codec(part, &types)]))
  }

  private static func codec(_ part: InterfacePart, _ types: inout PythonTypes) -> PythonExpression {
    guard part.isRaw else { return types.codec(part.type) }
    if case .named = types.model.resolved(part.type) { return types.codec(part.type) }
    if case .any = types.model.resolved(part.type) { return "codec.PAYLOAD" }
    let order = part.isLittleEndian ? "<" : ">"
    return .call("codec.raw_number", ["\"\(order)\"", "\"\(PythonTypes.format(part.type))\""])
  }

  /// Returns the exception of a failure, its codec, and its class if it wraps another value.
  private static func failure(
    _ part: InterfacePart, _ call: InterfaceCall, _ types: inout PythonTypes
  ) -> (String, PythonExpression, [[String]]) {
    if case .named(let name) = types.model.resolved(part.type) {
      switch types.model.type(named: name)?.content {
      case .record?, .enumeration?: return (types.annotation(part.type), types.codec(part.type), [])
      default: break
      }
    }
    let class_ = types.names.claimClass(IdentifierStyle.pascal.join(NameWords.of(call.name)) + "Failed")
    let field = PythonFields(value: part.type, &types)
    let documentation = "The failure of `\(call.name)`."
    let lines = PythonDeclaration.dataclass(
      class_, inheriting: "hostcall.DeclaredFailure", isException: true, documentation: documentation, fields: field)
    return (class_, .call("codec.wrapped", [.text(class_), types.codec(part.type)]), [lines])
  }
}
