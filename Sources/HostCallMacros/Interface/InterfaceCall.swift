// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftSyntax

/// A requirement of an interface, as a call, a stream or an event.
struct InterfaceCall {
  enum Kind {
    case call, stream, event
  }

  let function: FunctionDeclSyntax
  let options: CallOptions
  /// The failure that the call declares, or `Never`.
  let failure: String
  /// The result, or the element of a stream; `nil` if there is none.
  let response: String?
  /// What the requirement is: a stream by its result, an event if it neither waits nor has a result.
  let kind: Kind
  let fields: [Field]
  /// The labels of the parameters; `nil` for those without one.
  let labels: [String?]

  var name: TokenSyntax { function.name }
  /// The name of the call's type.
  var typeName: String { capitalizedName + (kind == .event ? "Event" : "Call") }
  /// The name of the method, with a capital letter.
  var capitalizedName: String { name.name.prefix(1).uppercased() + name.name.dropFirst() }
  /// The name by which the other side knows the call: as if its type were written by hand, without the suffix.
  var wireName: String { options.wireName ?? SnakeCase.convert(capitalizedName) }

  /// Reads a requirement.
  ///
  /// - Parameters:
  ///   - function: The requirement.
  ///   - refusals: Receives the reasons if it cannot be a call.
  init(_ function: FunctionDeclSyntax, _ refusals: inout Refusals) {
    self.function = function
    options = CallOptions(function.attributes, &refusals)
    Self.check(function, &refusals)
    let result = function.signature.returnClause?.type
    if let stream = result.flatMap({ StreamType($0) }) {
      kind = .stream
      stream.check(function, options, &refusals)
      options.checkCall(function.name, &refusals)
      (response, failure) = (stream.element.line, stream.failure.line)
    } else {
      response = result.flatMap { ["Void", "()", "Swift.Void"].contains($0.line) ? nil : $0.line }
      let isAsync = function.signature.effectSpecifiers?.asyncSpecifier != nil
      kind = response == nil && !isAsync ? .event : .call
      failure = kind == .event ? "Never" : Self.failure(of: function, &refusals)
      if kind == .event {
        Self.checkEvent(function, options, &refusals)
      } else {
        if !isAsync { refusals.add("a call waits for its answer; add 'async' before 'throws'", at: function.name) }
        options.checkCall(function.name, &refusals)
        if let result { TypeCheck.check(result, as: "a response", &refusals) }
      }
    }
    let parameters = function.signature.parameterClause.parameters
    if parameters.count > Field.maximumCount {
      refusals.add(
        "a method supports up to \(Field.maximumCount) parameters, not \(parameters.count)", at: function.name)
    }
    fields = parameters.map { parameter in
      Self.check(parameter, &refusals)
      let name = parameter.secondName ?? parameter.firstName
      return Field(source: identifier(name.name), key: FieldKey(text: name.name), type: FieldType(parameter.type))
    }
    labels = parameters.map { $0.firstName.tokenKind == .wildcard ? nil : argumentLabel($0.firstName.name) }
    guard options.format == "raw", kind != .event else { return }
    for parameter in parameters { TypeCheck.checkPlain(parameter.type, as: "a raw call's parameter", &refusals) }
    if let result, response != nil {
      let type = StreamType(result)?.element ?? result
      TypeCheck.checkPlain(type, as: kind == .stream ? "a raw stream's element" : "a raw call's response", &refusals)
    } else {
      refusals.add("a raw call needs a response, since Empty has no memory; add one, or remove .raw", at: function.name)
    }
  }

  private static func check(_ function: FunctionDeclSyntax, _ refusals: inout Refusals) {
    for modifier in function.modifiers {
      refusals.add("a call is a method of an instance; remove '\(modifier.name.text)'", at: modifier)
    }
    checkBeginsTypes(function.name, "method", &refusals)
    if let generics = function.genericParameterClause {
      refusals.add("a generic method cannot cross: the other side needs to know the types", at: generics)
    }
    if let conditions = function.genericWhereClause {
      refusals.add("a method with conditions cannot cross: the other side needs to know the types", at: conditions)
    }
  }

  private static func checkEvent(
    _ function: FunctionDeclSyntax, _ options: CallOptions, _ refusals: inout Refusals
  ) {
    options.checkEvent(function.name, &refusals)
    guard let clause = function.signature.effectSpecifiers?.throwsClause else {
      refusals.add(
        "emitting an event can fail, for example because the bridge is closed; add 'throws(HostCallError<Never>)', or "
          + "also 'async' for a call", at: function.name)
      return
    }
    var found = Refusals()
    let failure = failure(of: function, &found)
    if !found.isEmpty || !["Never", "Swift.Never"].contains(failure) {
      refusals.add(
        "nothing answers an event, so it has no failure; write 'throws(HostCallError<Never>)', or add 'async' for a "
          + "call",
        at: clause.type.map { Syntax($0) } ?? Syntax(clause))
    }
  }

  private static func failure(of function: FunctionDeclSyntax, _ refusals: inout Refusals) -> String {
    guard let clause = function.signature.effectSpecifiers?.throwsClause else {
      refusals.add(
        "every call can fail, for example because the bridge is closed; add 'throws(HostCallError<Never>)'",
        at: function.name)
      return "Never"
    }
    guard let type = clause.type else {
      refusals.add(
        "the caller has to know what crosses; write 'throws(HostCallError<Never>)', or the type of the failure in place "
          + "of Never", at: clause)
      return "Never"
    }
    let arguments =
      type.as(IdentifierTypeSyntax.self).flatMap { $0.name.name == "HostCallError" ? $0.genericArgumentClause : nil }
      ?? type.as(MemberTypeSyntax.self).flatMap {
        $0.name.name == "HostCallError" && $0.baseType.line == "HostCall" ? $0.genericArgumentClause : nil
      }
    guard let argument = arguments?.arguments.first, case .type(let failure) = argument.argument else {
      refusals.add(
        "a macro cannot see whether '\(type.line)' stands for HostCallError; write 'throws(HostCallError<Failure>)' "
          + "with the type of the failure", at: type)
      return "Never"
    }
    TypeCheck.check(failure, as: "a failure", &refusals)
    return failure.line
  }

  private static func check(_ parameter: FunctionParameterSyntax, _ refusals: inout Refusals) {
    if let ellipsis = parameter.ellipsis {
      refusals.add("a parameter takes one value; use an array for several", at: ellipsis)
    }
    if let value = parameter.defaultValue {
      refusals.add("a requirement has no default arguments; add a method in an extension of the protocol", at: value)
    }
    if (parameter.secondName ?? parameter.firstName).tokenKind == .wildcard {
      refusals.add("a parameter needs a name, which is its key in the request", at: parameter)
    }
    if (parameter.secondName ?? parameter.firstName).name == "self" {
      refusals.add("the client's method cannot have a parameter 'self'", at: parameter)
    }
    TypeCheck.check(parameter.type, as: "a parameter", &refusals)
  }
}
#endif
