// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// A declared type is described from its `hostSchema`. Its fields are described like those that an `init(from:)`
// requests, so a declaration and a probe lead to the same rules. The type is decoded only when a type that is probed
// requires an example of it.
extension SchemaProbe {
  /// Stands for the decoding of an example, for ``ProbeWatch`` and ``StuckTypes``: a type that does not return then
  /// still has its declared schema.
  private enum Example<Value> {}

  // MARK: The schema

  /// Records the schema that a type declares.
  func describe(_ type: any HostSchemaProviding.Type, at index: Int) {
    let declaration = type.hostSchema
    entries[index].declaration = declaration
    let schema = schema(of: declaration, type, at: entries[index].path)
    record { [unowned self] in entries[index].schema = schema }
  }

  private func schema(
    of declaration: HostTypeSchema, _ type: any Decodable.Type, at path: [any CodingKey]
  ) -> SchemaType {
    switch declaration.content {
    case .record(let fields): return map(of: fields, type, at: path)
    case .cases(let cases):
      if let gap = gap(cases.map(\.name), "case", of: type) { return gap }
      if cases.isEmpty { return .unknown("\(TypeName.of(type)) declares no cases") }
      let alternatives = cases.map { one in
        let content = map(of: one.fields, type, at: path + [ProbeKey(stringValue: one.name)])
        return SchemaType.map([SchemaMember(key: one.name, isOptional: false, type: content)])
      }
      return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
    case .rawValues(let raw, let cases): return literals(of: cases, raw.type, type, at: path)
    }
  }

  private func map(of fields: [HostFieldSchema], _ type: any Decodable.Type, at path: [any CodingKey]) -> SchemaType {
    if let gap = gap(fields.map(\.key), "field", of: type) { return gap }
    return .map(
      fields.map { field in
        let schema = schema(of: field.type, at: path + [ProbeKey(stringValue: field.key)])
        return SchemaMember(
          key: field.key, isOptional: field.isOptional, type: field.isOptional ? .nullable(schema) : schema)
      })
  }

  /// Returns the literals of an enum, or the type of its raw values if that has no literals.
  private func literals(
    of cases: [HostRawCaseSchema], _ raw: any Decodable.Type, _ type: any Decodable.Type, at path: [any CodingKey]
  ) -> SchemaType {
    if let gap = gap(cases.map(\.name), "case", of: type) { return gap }
    if cases.isEmpty { return .unknown("\(TypeName.of(type)) declares no cases") }
    guard BuiltInType.of(raw) != nil, let parsed = raw as? any LosslessStringConvertible.Type else {
      return schema(of: raw, at: path)
    }
    var literals: [String] = []
    for one in cases {
      guard let value = parsed.init(one.rawValue) else {
        return .unknown(
          "\(TypeName.of(type)) declares \(CDDLText.literal(one.rawValue)) for its case \(CDDLText.key(one.name)); "
            + "expected a value of \(TypeName.of(raw))")
      }
      literals.append(CDDLText.literal(ofValue: value))
    }
    if let gap = gap(literals, "raw value", of: type) { return gap }
    return .literals(literals.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  private func schema(of type: any Decodable.Type, at path: [any CodingKey]) -> SchemaType {
    func schema<Value: Decodable>(_ type: Value.Type) -> SchemaType { describe(type, at: path).schema }
    return schema(type)
  }

  /// Returns the gap of a declaration with too many parts, or with two of the same name; counts the parts otherwise.
  private func gap(_ names: [String], _ part: String, of type: any Decodable.Type) -> SchemaType? {
    guard names.count <= ProbeLimits.elements else {
      return .unknown("\(TypeName.of(type)) declares more than \(ProbeLimits.elements) \(part)s")
    }
    countRequests(names.count)
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }.map {
      .unknown("\(TypeName.of(type)) declares the \(part) \(CDDLText.literal($0)) twice")
    }
  }

  // MARK: Examples

  /// Lists the values of a declared enum with raw values, if they are those that it declares.
  func listDeclaredValues(of type: Any.Type, at index: Int) {
    guard case .literals(let declared) = entries[index].schema, let type = type as? any RawRepresentable.Type,
      let values = Self.values(of: type)?.sorted(by: { $0.literal.utf8.lexicographicallyPrecedes($1.literal.utf8) }),
      values.map(\.literal) == declared
    else { return }
    entries[index].values = values.map(\.value)
    entries[index].literals = declared
  }

  private static func values<Value: RawRepresentable>(of type: Value.Type) -> [(value: Any, literal: String)]? {
    EnumCases.all(of: type)?.map { ($0, CDDLText.literal(ofValue: $0.rawValue)) }
  }

  /// Returns an example of a declared type.
  ///
  /// An enum without payloads has its first value; any other type decodes itself, as if it were probed.
  func declaredExample<Value: Decodable>(of type: Value.Type, at index: Int) throws -> Value {
    if let example = examples[ObjectIdentifier(type)] { return try cast(example) }
    if let gap = entries[index].exampleGap { throw NoExample(reason: gap) }
    if entries[index].values.isEmpty { listDeclaredValues(of: type, at: index) }
    if let first = entries[index].values.first { return try cast(first) }
    guard !entries[index].isMakingExample, runningRequests <= ProbeLimits.runningRequests else {
      throw ExampleNotReady()
    }
    entries[index].isMakingExample = true
    watch.enter(Example<Value>.self)
    defer {
      watch.leave()
      entries[index].isMakingExample = false
    }
    do {
      guard let example = try decodedExample(of: type, at: index) else { throw ExampleNotReady() }
      record { [unowned self] in examples[ObjectIdentifier(type)] = example }
      return example
    } catch let error as NoExample {
      entries[index].exampleGap = error.reason
      throw error
    }
  }

  /// Returns an example that the type decodes; `nil` if that needs another one that is not available yet.
  private func decodedExample<Value: Decodable>(of type: Value.Type, at index: Int) throws -> Value? {
    let name = TypeName.of(type)
    if StuckTypes.contains(Example<Value>.self) {
      throw NoExample(reason: "\(name) does not return for made-up values")
    }
    var failure: (any Error)?
    var isBlocked = false
    // An enum with payloads has a choice for each case.
    var choices: [[ChoicePoint: Int]] = [[:]]
    var tried = 0
    while tried < choices.count {
      for form in 0..<BuiltInType.formCount {
        let pass = ProbePass(self, form: form, choices: choices[tried])
        let result = decode(type, recordedBy: ShapeRecorder(pass), at: entries[index].path)
        if tried == 0, form == 0, let count = pass.points[.root] { choices += (1..<count).map { [.root: $0] } }
        if let reason = overflow ?? pass.exhaustion { throw NoExample(reason: "\(name) \(reason)") }
        switch result {
        case .success(let example) where !pass.lacksExample || deferredResults != nil: return example
        case .failure(let error) where !(error is ExampleNotReady): failure = error
        default: isBlocked = true
        }
      }
      tried += 1
    }
    if isBlocked { return nil }
    if let failure = failure as? NoExample { throw failure }
    throw NoExample(reason: "\(name) rejects every example: \(failure.map { PayloadCodec.describe($0) } ?? "")")
  }
}
