// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Derives the schemas of types by making them decode themselves from a decoder that only records requests.
///
/// The decoder has to supply whatever an `init(from:)` requests, so every type needs an example; that of a struct is
/// composed of the examples of its fields. A type that contains itself has none while it is being probed; a pass that
/// needs one is postponed to the next round. If an `init(from:)` can take several paths, each is explored: the cases of
/// an enum with payloads, and the values of an enum with raw values.
///
///     struct Node: Codable { var value: Int64; var next: Node? }       rule 0   {value: int64, ? next: rule 0 / null}
///
/// A type that declares its schema is not decoded, unless another type needs an example of it
/// (`SchemaProbe+Declared.swift`).
///
/// Every named type is a rule, even if it is coded as another type, so the result does not depend on which of two
/// mutually recursive types is probed first.
///
/// Used for one schema, on one thread, within ``ProbeLimits``.
final class SchemaProbe {
  struct Entry {
    let type: any Decodable.Type
    let path: [any CodingKey]
    let isFoundationType: Bool
    /// Probes the type.
    let probe: () -> Void
    /// The schema; `nil` while it is unknown.
    var schema: SchemaType?
    var isRunning = false
    /// The round of the last attempt.
    var round = -1
    /// Completed passes by their choices.
    var passes: [[ChoicePoint: Int]: Pass] = [:]
    /// The values and literals of an enum with raw values that accepts no others.
    var values: [Any] = []
    var literals: [String] = []
    /// The declared schema; `nil` if the type declares none, or it has not been read.
    var declaration: HostTypeSchema?
    /// Whether a declared type is being decoded for its example.
    var isMakingExample = false
    /// The reason why a declared type has no example; `nil` if it has one, or none was needed.
    var exampleGap: String?
  }

  /// The result of a pass.
  enum Pass {
    /// It needs an example that is not available yet.
    case blocked(ProbePass)
    case done(ShapeRecorder)
    /// The type rejects every example; its schema states the reason.
    case refused(SchemaType, ProbePass)
    /// The type is known without examining paths.
    case known(SchemaType, ProbePass)
  }

  /// The type contains itself and has no example yet.
  struct ExampleNotReady: Error {}

  /// The type has no example and will not have one.
  struct NoExample: Error {
    let reason: String
  }

  let watch: ProbeWatch
  /// The reason why no result is possible, phrased to follow a type's name; `nil` while one is.
  private(set) var overflow: String?

  var entries: [Entry] = []
  private var indices: [ObjectIdentifier: Int] = [:]
  var examples: [ObjectIdentifier: Any] = [:]
  private var round = 0
  /// Increases with every result.
  private var progress = 0
  private var requests = 0
  var runningRequests = 0
  private var hasPostponed = false
  /// Results of passes that tolerate a missing example, held back until the round ends; `nil` in other rounds.
  private(set) var deferredResults: [() -> Void]?

  init(_ watch: ProbeWatch) {
    self.watch = watch
  }

  // MARK: Describing types

  /// Returns the schema of `type`, and a closure that returns an example or throws the reason why there is none.
  ///
  /// - Parameters:
  ///   - path: The coding path at which it is requested.
  ///   - pass: The pass that requests it; `nil` for a part of the call.
  func describe<Value: Decodable>(
    _ type: Value.Type, at path: [any CodingKey] = [], in pass: ProbePass? = nil
  ) -> (schema: SchemaType, example: () throws -> Value) {
    if let overflow { return (.unknown(overflow), { throw NoExample(reason: overflow) }) }
    // A stated schema comes first, so that an extension can state one for another module's type.
    if let stated = type as? any CDDLDescribed.Type {
      return (.stated(stated.cddl), { [self] in try cast(stated.cddlExample) })
    }
    if let known = BuiltInType.of(type) {
      let example = pass?.forced.take() ?? known.example(pass?.form ?? 0)
      return (.named(known.name), { [self] in try cast(example) })
    }
    if let composite = type as? any SchemaComposite.Type {
      let (schema, example) = composite.describe(by: self, at: path, in: pass)
      return (schema, { [self] in try cast(example.get()) })
    }
    let refusal = FoundationTypes.refusal(of: type, isInFoundationType: pass?.isFoundationType ?? false)
    let isDeclared = type is any HostSchemaProviding.Type
    if let refusal, !isDeclared {
      return (.unknown(refusal), { try FoundationTypes.example(of: type) ?? { throw NoExample(reason: refusal) }() })
    }
    guard let index = index(of: type, at: path) else { return describe(type, at: path, in: pass) }
    probe(at: index)
    guard isDeclared else { return (.rule(index), { [self] in try cast(example(of: type, at: index)) }) }
    return (
      .rule(index),
      { [self] in
        if let refusal { return try FoundationTypes.example(of: type) ?? { throw NoExample(reason: refusal) }() }
        return try declaredExample(of: type, at: index)
      }
    )
  }

  /// Returns the values of an enum with raw values, sorted by literal, if it has several and accepts no others.
  func values<Value>(of type: Value.Type) -> (values: [Value], literals: [String])? {
    guard let index = indices[ObjectIdentifier(type)] else { return nil }
    if entries[index].declaration != nil, entries[index].values.isEmpty { listDeclaredValues(of: type, at: index) }
    let entry = entries[index]
    guard (2...ProbeLimits.values).contains(entry.values.count) else { return nil }
    let values = entry.values.compactMap { $0 as? Value }
    return values.count == entry.literals.count ? (values, entry.literals) : nil
  }

  /// Repeats postponed passes until nothing more can be found.
  func finish() {
    var before = -1
    while progress > before, overflow == nil {
      before = progress
      probeAll()
      guard progress == before else { continue }
      // The remaining passes cannot get the examples that they need. Some tolerate that, such as those that use `try?`.
      deferredResults = []
      probeAll()
      let results = deferredResults.take() ?? []
      for store in results { store() }
    }
  }

  /// The named types that were found, by index.
  var rules: [SchemaRule] {
    entries.map { entry in
      let name = TypeName.of(entry.type)
      return SchemaRule(
        id: ObjectIdentifier(entry.type), name: name,
        type: entry.schema ?? .unknown("\(name) contains itself in each of its values"),
        declaration: entry.declaration)
    }
  }

  func cast<Value>(_ value: Any) throws -> Value {
    guard let value = value as? Value else {
      throw NoExample(reason: "there is no example of \(TypeName.of(Value.self))")
    }
    return value
  }

  private func example(of type: Any.Type, at index: Int) throws -> Any {
    if let example = examples[ObjectIdentifier(type)] { return example }
    switch entries[index].schema {
    case nil: throw ExampleNotReady()
    case let schema?: throw NoExample(reason: schema.firstGap ?? "\(TypeName.of(type)) has no values")
    }
  }

  /// - Returns: The index of the type's entry; `nil` if there are too many types.
  private func index<Value: Decodable>(of type: Value.Type, at path: [any CodingKey]) -> Int? {
    if let index = indices[ObjectIdentifier(type)] { return index }
    guard entries.count < ProbeLimits.types else {
      overflow = "consists of more than \(ProbeLimits.types) types"
      return nil
    }
    let index = entries.count
    indices[ObjectIdentifier(type)] = index
    entries.append(
      Entry(type: type, path: path, isFoundationType: FoundationTypes.contains(type)) { [unowned self] in
        if let declared = type as? any HostSchemaProviding.Type {
          describe(declared, at: index)
        } else {
          probe(at: type, index)
        }
      })
    if StuckTypes.contains(type) {
      entries[index].schema = .unknown("\(TypeName.of(type)) does not return for made-up values")
    }
    return index
  }

  // MARK: Probing

  /// Counts a request of a pass towards the limits of the whole schema.
  func countRequest(_ pass: ProbePass) {
    runningRequests += 1
    countRequests(1)
    if overflow != nil || watch.isGivenUp { pass.exhaust("was abandoned") }
  }

  /// Counts requests, or declared fields, towards the limits of the whole schema.
  func countRequests(_ count: Int) {
    requests += count
    if overflow == nil, requests > ProbeLimits.allRequests {
      overflow = "needs more than \(ProbeLimits.allRequests) requests to describe"
    }
  }

  private func probeAll() {
    round += 1
    var index = 0
    while !hasPostponed, index < entries.count {
      probe(at: index)
      index += 1
    }
    // A postponed type is a later one, which those before it need.
    while hasPostponed, let index = entries.indices.last(where: isDue) { probe(at: index) }
  }

  private func isDue(_ index: Int) -> Bool { entries[index].schema == nil && entries[index].round < round }

  /// Probes a type, unless it is known, being probed, or was already probed in this round.
  ///
  /// A type that is nested too deeply is postponed, and the passes that enclose it are repeated once it is known.
  private func probe(at index: Int) {
    guard isDue(index), !entries[index].isRunning else { return }
    guard runningRequests <= ProbeLimits.runningRequests else { return hasPostponed = true }
    entries[index].isRunning = true
    entries[index].round = round
    watch.enter(entries[index].type)
    entries[index].probe()
    watch.leave()
    entries[index].isRunning = false
  }

  private func probe<Value: Decodable>(at type: Value.Type, _ index: Int) {
    var before = -1
    // One path may supply the example that another needs.
    while progress > before, overflow == nil {
      before = progress
      if let paths = explore(type, at: index, choices: [:]) {
        let schema = paths.type(isEnum: EnumCases.isEnum(type))
        return record { [unowned self] in entries[index].schema = schema }
      }
    }
  }

  /// Records a result: at once or, for passes that tolerate a missing example, after all of them have run, so that none
  /// sees another's results.
  func record(_ result: @escaping () -> Void) {
    let store = { [unowned self] in
      result()
      progress += 1
    }
    if deferredResults == nil { store() } else { deferredResults?.append(store) }
  }
}

extension SchemaType {
  /// The reason of the first place whose type is unknown.
  fileprivate var firstGap: String? {
    if case .unknown(let reason) = self { return reason }
    return parts.lazy.compactMap(\.firstGap).first
  }
}
