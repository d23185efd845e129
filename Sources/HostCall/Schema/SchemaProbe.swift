internal import CBORCodec

/// Finds out what types are in a message, by having them decode themselves from a decoder that only takes notes.
///
/// What an `init(from:)` asks for, its decoder has to give, so every type needs an example of itself: that of a struct
/// comes from the examples of its fields. A type that contains itself has none while it is being looked at; what needs
/// one is left, and tried again in the next round, when there may be one. Where a type goes one of several ways, each
/// is tried: of an enum with payloads each case, and where a field is an enum with raw values, each value of that.
///
///     struct Node: Codable { var value: Int64; var next: Node? }       rule 0   {value: int64, ? next: rule 0 / null}
///
/// Lives for one schema, on one thread.
final class SchemaProbe {
  private struct Entry {
    let name: String
    let path: [any CodingKey]
    /// Has another look; nil while the type is being looked at.
    let run: () -> Void
    var shapes = ProbedShapes()
    var isRunning = false
    /// The round of the last look.
    var round = -1
    /// Whether another rule names it, so that it can't stand for itself.
    var isReferred = false
    /// The values, if it is an enum with raw values that takes no others.
    var values: [Any] = []
  }

  /// The most types inside of each other.
  ///
  /// Only generic types that contain themselves with another argument have more.
  private static let maximumDepth = 64
  /// The most values of an enum that a field is tried with.
  private static let mostValues = 32

  private var entries: [Entry] = []
  private var places: [ObjectIdentifier: Int] = [:]
  private var examples: [ObjectIdentifier: Any] = [:]
  private var round = 0
  private var depth = 0
  /// Goes up with everything that is found.
  private var progress = 0
  private var attempt = 0
  /// What the next single value is, in place of an example.
  private var forced: Any?

  /// A type contains itself, and there is no example of it yet.
  private struct NoExampleYet: Error {}

  /// There will be no example of a type.
  private struct NoExample: Error {
    let reason: String
  }

  /// What `type` is, with an example of it, if there can be one.
  ///
  /// - Parameter path: Where in a message it is asked for.
  func describe<Value: Decodable>(
    _ type: Value.Type, at path: [any CodingKey] = []
  ) -> (schema: SchemaType, example: Result<Value, any Error>) {
    // What a type says itself comes first: so one can say it for a type that is not one's own.
    if let stated = type as? any CDDLDescribed.Type {
      return (.stated(stated.cddl), Result { try cast(stated.cddlExample) })
    }
    if let known = KnownForm.of(type) {
      return (.named(known.name), Result { try cast(forced.take() ?? known.example(attempt)) })
    }
    if let composite = type as? any SchemaComposite.Type {
      let (schema, example) = composite.describe(by: self, at: path)
      return (schema, Result { try cast(example.get()) })
    }
    let place = place(of: type, at: path)
    look(at: place)
    return (schema(at: place), Result { try cast(example(of: type, at: place)) })
  }

  /// The values that an enum with raw values has, if there are several and no others are taken.
  func values<Value>(of type: Value.Type) -> [Value]? {
    guard let place = places[ObjectIdentifier(type)] else { return nil }
    let values = entries[place].values
    return (2...Self.mostValues).contains(values.count) ? values.compactMap { $0 as? Value } : nil
  }

  /// Looks again at what was left, until there is nothing more to be found.
  func finish() {
    var before = -1
    while progress > before {
      before = progress
      round += 1
      for place in entries.indices { look(at: place) }
    }
  }

  /// The types that were found and have names, by their places.
  var rules: [SchemaRule] {
    entries.map { entry in
      SchemaRule(
        name: entry.name,
        type: entry.shapes.type ?? .unknown("\(entry.name) contains itself in each of its values"))
    }
  }

  private func cast<Value>(_ value: Any) throws -> Value {
    guard let value = value as? Value else { throw NoExample(reason: "there is no example of \(Value.self)") }
    return value
  }

  private func example(of type: Any.Type, at place: Int) throws -> Any {
    if let example = examples[ObjectIdentifier(type)] { return example }
    switch entries[place].shapes.type {
    case nil: throw NoExampleYet()
    case .unknown(let reason)?: throw NoExample(reason: reason)
    case _?: throw NoExample(reason: "\(type) has no values")
    }
  }

  private func place<Value: Decodable>(of type: Value.Type, at path: [any CodingKey]) -> Int {
    if let place = places[ObjectIdentifier(type)] { return place }
    let place = entries.count
    places[ObjectIdentifier(type)] = place
    entries.append(Entry(name: String(describing: type), path: path) { [unowned self] in run(type, place) })
    return place
  }

  /// A reference, or what it refers to where that is no more than a name.
  private func schema(at place: Int) -> SchemaType {
    if !entries[place].isReferred, let type = entries[place].shapes.type {
      switch type {
      case .map, .choice: break
      default: return type
      }
    }
    entries[place].isReferred = true
    return .rule(place)
  }

  // MARK: Running an init(from:)

  /// Looks at a type, unless all is known of it, it is being looked at, or it was in this round.
  private func look(at place: Int) {
    guard entries[place].shapes.type == nil, !entries[place].isRunning, entries[place].round < round else { return }
    guard depth < Self.maximumDepth else {
      return entries[place].shapes.set(
        .unknown("\(entries[place].name) is more than \(Self.maximumDepth) types deep"))
    }
    entries[place].isRunning = true
    entries[place].round = round
    depth += 1
    entries[place].run()
    depth -= 1
    entries[place].isRunning = false
  }

  private func run<Value: Decodable>(_ type: Value.Type, _ place: Int) {
    var isMoving = true
    // A way may need an example that another one gives.
    while isMoving {
      isMoving = false
      for way in entries[place].shapes.left {
        let before = entries[place].shapes.ways
        if let shape = run(type, way, place) {
          entries[place].shapes.add(shape, of: way)
          isMoving = true
          progress += 1
        }
        if entries[place].shapes.ways > before { isMoving = true }
      }
    }
    entries[place].shapes.finish(isEnum: EnumCases.isEnum(type))
  }

  /// Has a type decode itself, going one of its ways.
  ///
  /// - Returns: What it asked for; nil if it needs an example that there is not yet.
  private func run<Value: Decodable>(_ type: Value.Type, _ way: Int, _ place: Int) -> ShapeRecorder.Shape? {
    let outer = attempt
    defer { attempt = outer }
    var refused: [SchemaType] = []
    var failure: (any Error)?
    var recorder = ShapeRecorder(way: way)
    for number in 0..<3 {
      attempt = number
      recorder = ShapeRecorder(way: way)
      do {
        let example = try Value(from: ProbeDecoder(probe: self, recorder: recorder, codingPath: entries[place].path))
        note(example, of: type)
        failure = nil
        break
      } catch is NoExampleYet {
        entries[place].shapes.ways = max(entries[place].shapes.ways, recorder.ways)
        return nil
      } catch {
        failure = error
        refused.append(recorder.type)
      }
    }
    entries[place].shapes.ways = max(entries[place].shapes.ways, recorder.ways)
    var shape = recorder.shape
    if let enumeration = type as? any (RawRepresentable & Decodable).Type,
      let cases = cases(of: enumeration, recorder.type, place)
    {
      if let first = cases.first { note(first.example, of: type) }
      entries[place].values = cases.map(\.example)
      shape.type = .literals(cases.map(\.literal))
      return shape
    }
    switch failure {
    case let failure as NoExample: shape.type = .unknown(failure.reason)
    case let failure?: shape.type = .unknown("\(type) takes no example: \(PayloadCodec.describe(failure))")
    case nil:
      if !refused.allSatisfy({ $0.isBeginning(of: recorder.type) }) {
        shape.type = .unknown("\(type) decodes in more than one way")
      }
    }
    return shape
  }

  private func note(_ example: Any, of type: Any.Type) {
    if examples[ObjectIdentifier(type)] == nil {
      examples[ObjectIdentifier(type)] = example
      progress += 1
    }
  }

  /// The values of an enum with raw values which decodes from just those.
  private func cases<Value: RawRepresentable & Decodable>(
    of type: Value.Type, _ schema: SchemaType, _ place: Int
  ) -> [(example: Any, literal: String)]? {
    guard case .named(let name) = schema, let known = KnownForm.of(Value.RawValue.self), name == known.name,
      let values = EnumCases.all(of: type), !values.isEmpty
    else { return nil }
    let literals = values.map { CDDLText.literal(ofValue: $0.rawValue) }
    // One that takes what is none of its values, for the sake of later versions, is no list of values.
    let foreign = (0...min(values.count, 100)).lazy.map { known.example($0) }
      .first { !literals.contains(CDDLText.literal(ofValue: $0)) }
    if let foreign {
      forced = foreign
      defer { forced = nil }
      let decoder = ProbeDecoder(probe: self, recorder: ShapeRecorder(), codingPath: entries[place].path)
      if (try? Value(from: decoder)) != nil { return nil }
    }
    return zip(values, literals).map { ($0, $1) }
  }
}
