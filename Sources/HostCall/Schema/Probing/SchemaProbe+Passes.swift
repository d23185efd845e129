// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension SchemaProbe {
  /// Explores all paths through an `init(from:)` that start with the given choices.
  ///
  /// - Returns: The paths; `nil` if one of them needs an example that is not available yet.
  func explore<Value: Decodable>(
    _ type: Value.Type, at index: Int, choices: [ChoicePoint: Int]
  ) -> DecodingPaths? {
    let (paths, pass) = Self.paths(after: pass(type, at: index, choices: choices))
    let points = pass.points.filter { $0.key.kind != .presence && choices[$0.key] == nil }
    if let point = points.keys.filter({ $0.kind == .keys }).min(), let keys = pass.listedKeys[point] {
      return branches(type, at: index, choices: choices, point: point, count: keys.count).map { branches in
        .keys(zip(keys, branches).sorted { $0.0.index < $1.0.index }.map { ($0.0.key, $0.1) })
      }
    }
    if let paths, let keys = pass.listedKeys[.root], keys.count == 1, choices.isEmpty {
      return .keys([(keys[0].key, paths)])
    }
    var deciding: Set<ChoicePoint> = []
    var isBlocked = paths == nil
    for (point, choices) in Self.others(points, choices) {
      // If this pass is blocked, another path may supply the missing example.
      let (other, _) = Self.paths(after: self.pass(type, at: index, choices: choices))
      if let other, let paths { if !other.isSame(as: paths) { deciding.insert(point) } } else { isBlocked = true }
    }
    if !isBlocked, let point = deciding.min(), let count = points[point] {
      return branches(type, at: index, choices: choices, point: point, count: count).map { .values(point, $0) }
    }
    let undecided = pass.presence.filter { choices[$0] == nil }
    guard let point = undecided.first else { return isBlocked ? nil : paths }
    // Explored even if blocked: the path without the key may supply the missing example.
    let absent = explore(type, at: index, choices: choices.merging([point: 1]) { $1 })
    // In the other branch all keys are present, so there is one path per key plus one.
    let present = isBlocked ? nil : explore(type, at: index, choices: choices.merging(undecided.map { ($0, 0) }) { $1 })
    guard let present, let absent else { return nil }
    return .presence(present, absent)
  }

  /// Returns the outcome of a pass; `nil` if it was blocked.
  private static func paths(after pass: Pass) -> (DecodingPaths?, ProbePass) {
    switch pass {
    case .blocked(let pass): (nil, pass)
    case .known(let schema, let pass): (.known(schema), pass)
    case .refused(let schema, let pass): (.refused(schema), pass)
    case .done(let recorder): (.one(recorder), recorder.pass)
    }
  }

  private func branches<Value: Decodable>(
    _ type: Value.Type, at index: Int, choices: [ChoicePoint: Int], point: ChoicePoint, count: Int
  ) -> [DecodingPaths]? {
    let branches = (0..<count).map { explore(type, at: index, choices: choices.merging([point: $0]) { $1 }) }
    return branches.contains { $0 == nil } ? nil : branches.compactMap(\.self)
  }

  /// Returns the variations of `choices` that differ in one point.
  private static func others(
    _ points: [ChoicePoint: Int], _ choices: [ChoicePoint: Int]
  ) -> [(point: ChoicePoint, choices: [ChoicePoint: Int])] {
    points.sorted { $0.key < $1.key }.flatMap { point, count in
      (1..<count).map { (point, choices.merging([point: $0]) { $1 }) }
    }
  }

  private func pass<Value: Decodable>(_ type: Value.Type, at index: Int, choices: [ChoicePoint: Int]) -> Pass {
    let key = choices.filter { $0.value > 0 }
    if let pass = entries[index].passes[key] { return pass }
    guard entries[index].passes.count < ProbeLimits.passes else {
      return .known(.unknown("\(TypeName.of(type)) takes more than \(ProbeLimits.passes) paths"), ProbePass(self))
    }
    let pass = makePass(type, at: index, choices: choices)
    if case .blocked = pass { return pass }
    record { [unowned self] in entries[index].passes[key] = pass }
    return pass
  }

  private func makePass<Value: Decodable>(_ type: Value.Type, at index: Int, choices: [ChoicePoint: Int]) -> Pass {
    var refused: [SchemaType] = []
    var failure: (any Error)?
    var recorder = ShapeRecorder(ProbePass(self))
    for form in 0..<BuiltInType.formCount {
      let pass = ProbePass(self, form: form, choices: choices, isFoundationType: entries[index].isFoundationType)
      recorder = ShapeRecorder(pass)
      let result = decode(type, recordedBy: recorder, at: entries[index].path)
      if overflow != nil || watch.isGivenUp { return .blocked(pass) }
      if let exhaustion = pass.exhaustion { return .known(.unknown("\(TypeName.of(type)) \(exhaustion)"), pass) }
      if case .failure(let error) = result, error is ExampleNotReady { return .blocked(pass) }
      if pass.lacksExample, deferredResults == nil { return .blocked(pass) }
      switch result {
      case .success(let example):
        record { [unowned self] in
          if examples[ObjectIdentifier(type)] == nil { examples[ObjectIdentifier(type)] = example }
        }
        failure = nil
      case .failure(let error):
        failure = error
        refused.append(recorder.type([:]))
        continue
      }
      break
    }
    let schema = recorder.type([:])
    if let enumeration = type as? any (RawRepresentable & Decodable).Type,
      let cases = cases(of: enumeration, as: schema, at: index), let first = cases.first
    {
      record { [unowned self] in
        examples[ObjectIdentifier(type)] = first.example
        entries[index].values = cases.map(\.example)
        entries[index].literals = cases.map(\.literal)
      }
      return .known(.literals(cases.map(\.literal)), recorder.pass)
    }
    switch failure {
    case let failure as NoExample: return .known(.unknown(failure.reason), recorder.pass)
    case let failure?:
      return .refused(
        .unknown("\(TypeName.of(type)) rejects every example: \(PayloadCodec.describe(failure))"), recorder.pass)
    case nil:
      if refused.allSatisfy({ $0.isBeginning(of: schema) }) { return .done(recorder) }
      return .known(.unknown("\(TypeName.of(type)) decodes in more than one way"), recorder.pass)
    }
  }

  func decode<Value: Decodable>(
    _ type: Value.Type, recordedBy recorder: ShapeRecorder, at path: [any CodingKey]
  ) -> Result<Value, any Error> {
    let before = runningRequests
    defer { runningRequests = before }
    return Result { try Value(from: ProbeDecoder(probe: self, recorder: recorder, codingPath: path)) }
  }

  /// Returns the values of an enum that decodes from exactly its raw values, sorted by literal.
  private func cases<Value: RawRepresentable & Decodable>(
    of type: Value.Type, as schema: SchemaType, at index: Int
  ) -> [(example: Any, literal: String)]? {
    guard case .named(let name) = schema, let known = BuiltInType.of(Value.RawValue.self), name == known.name,
      let values = EnumCases.all(of: type), !values.isEmpty
    else { return nil }
    let literals = values.map { CDDLText.literal(ofValue: $0.rawValue) }
    // An enum that accepts other values, for forward compatibility, is not a list of values.
    let foreign = (0...min(values.count, 100)).lazy.map { known.example($0) }
      .first { !literals.contains(CDDLText.literal(ofValue: $0)) }
    if let foreign {
      let pass = ProbePass(self)
      pass.forced = foreign
      if case .success = decode(type, recordedBy: ShapeRecorder(pass), at: entries[index].path) { return nil }
    }
    return zip(values, literals).map { ($0, $1) }.sorted { $0.1.utf8.lexicographicallyPrecedes($1.1.utf8) }
  }
}
