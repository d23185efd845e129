/// Finds out what types are in a message, by having them decode themselves from a decoder that only takes notes.
///
/// What an `init(from:)` asks for, its decoder has to give, so every type needs an example of itself: that of a struct comes from
/// the examples of its fields. A type that contains itself has none while it is being looked at; what needs one is left, and
/// tried again when there is. Of an enum with payloads each case is tried, and what is found are its alternatives.
///
///     struct Node: Codable { var value: Int64; var next: Node? }       rule 0   {value: int64, ? next: rule 0 / null}
///
/// Lives for one schema, on one thread.
final class SchemaProbe {
  private struct Entry {
    let name: String
    var type: SchemaType?
    var isRunning = false
    /// Whether all of it is known. What is not has been left because of a type that had no example yet.
    var isComplete = false
    /// Whether another rule names it, so that it can't stand for itself.
    var isReferred = false
  }

  private var entries: [Entry] = []
  private var places: [ObjectIdentifier: Int] = [:]
  private var examples: [ObjectIdentifier: Any] = [:]
  private var retries: [() -> Void] = []
  private var attempt = 0

  /// A type contains itself, and there is no example of it yet.
  private struct NoExampleYet: Error {}

  /// There will be no example of a type.
  private struct NoExample: Error {
    let reason: String
  }

  /// What `type` is, with an example of it, if there can be one.
  func describe<Value: Decodable>(_ type: Value.Type) -> (schema: SchemaType, example: Result<Value, any Error>) {
    if let known = KnownForm.of(type) {
      return (.named(known.name), Result { try cast(known.example(attempt)) })
    }
    if let stated = type as? any CDDLDescribed.Type {
      return (.stated(stated.cddl), Result { try cast(stated.cddlExample) })
    }
    if let composite = type as? any SchemaComposite.Type {
      let (schema, example) = composite.describe(by: self)
      return (schema, Result { try cast(example.get()) })
    }
    let place = place(of: type)
    if !entries[place].isComplete, !entries[place].isRunning { run(type, place) }
    return (schema(at: place), Result { try cast(example(of: type, at: place)) })
  }

  private func example(of type: Any.Type, at place: Int) throws -> Any {
    if let example = examples[ObjectIdentifier(type)] { return example }
    guard entries[place].isComplete else { throw NoExampleYet() }
    guard case .unknown(let reason) = entries[place].type else { throw NoExample(reason: "\(type) has no values") }
    throw NoExample(reason: reason)
  }

  /// Tries again what was left, until there is nothing more to be found.
  func finish() {
    var isMoving = true
    while isMoving {
      let before = entries.filter(\.isComplete).count
      for retry in retries { retry() }
      isMoving = entries.filter(\.isComplete).count > before
    }
  }

  /// The types that were found and have names, by their places.
  var rules: [SchemaRule] {
    entries.map { entry in
      SchemaRule(
        name: entry.name,
        type: entry.isComplete
          ? entry.type ?? .map([]) : .unknown("\(entry.name) contains itself in each of its values"))
    }
  }

  private func cast<Value>(_ value: Any) throws -> Value {
    guard let value = value as? Value else { throw NoExample(reason: "there is no example of \(Value.self)") }
    return value
  }

  private func place<Value: Decodable>(of type: Value.Type) -> Int {
    if let place = places[ObjectIdentifier(type)] { return place }
    entries.append(Entry(name: String(describing: type)))
    places[ObjectIdentifier(type)] = entries.count - 1
    return entries.count - 1
  }

  /// A reference, or what it refers to where that is no more than a name.
  private func schema(at place: Int) -> SchemaType {
    let entry = entries[place]
    if entry.isComplete, !entry.isReferred, let type = entry.type {
      switch type {
      case .map, .choice: break
      default: return type
      }
    }
    entries[place].isReferred = true
    return .rule(place)
  }

  // MARK: Running an init(from:)

  private func run<Value: Decodable>(_ type: Value.Type, _ place: Int) {
    entries[place].isRunning = true
    defer { entries[place].isRunning = false }
    var found: [Int: SchemaType] = [:]
    var left = [0]
    var keyCount = 1
    var isMoving = true
    // Each key of an enum with payloads is a run of its own; a case may need an example that another one gives.
    while isMoving {
      isMoving = false
      for key in left {
        let (schema, count) = run(type, shownKey: key)
        if count > keyCount { (keyCount, isMoving) = (count, true) }
        guard let schema else { continue }
        (found[key], isMoving) = (schema, true)
      }
      left = (0..<keyCount).filter { found[$0] == nil }
    }
    let alternatives = found.sorted { $0.key < $1.key }.map(\.value)
    entries[place].type = Self.choice(of: alternatives)
    entries[place].isComplete = left.isEmpty
    if !left.isEmpty {
      retries.append { [unowned self] in
        if !entries[place].isComplete { run(type, place) }
      }
    }
  }

  private static func choice(of types: [SchemaType]) -> SchemaType? {
    let distinct = types.enumerated().filter { !types[..<$0.offset].contains($0.element) }.map(\.element)
    return distinct.count == 1 ? distinct[0] : .choice(distinct)
  }

  /// Runs it with one key shown.
  ///
  /// - Returns: What it asked for, nil if it needs an example that there is not yet; and how many keys there are to show.
  private func run<Value: Decodable>(_ type: Value.Type, shownKey: Int) -> (schema: SchemaType?, keyCount: Int) {
    let outer = attempt
    defer { attempt = outer }
    var recorder = ShapeRecorder(shownKey: shownKey)
    var failure: (any Error)?
    for number in 0..<3 {
      attempt = number
      recorder = ShapeRecorder(shownKey: shownKey)
      do {
        let example = try Value(from: ProbeDecoder(probe: self, recorder: recorder))
        note(example, of: type)
        failure = nil
        break
      } catch is NoExampleYet {
        return (nil, recorder.keyCount)
      } catch {
        failure = error
      }
    }
    if let enumeration = type as? any RawRepresentable.Type, let cases = Self.cases(of: enumeration, recorder.type) {
      if let first = cases.first { note(first.example, of: type) }
      return (.literals(cases.map(\.literal)), recorder.keyCount)
    }
    switch failure {
    case nil: return (recorder.type, recorder.keyCount)
    case let failure as NoExample: return (.unknown(failure.reason), recorder.keyCount)
    case let failure?:
      return (.unknown("\(type) takes no example: \(PayloadCodec.describe(failure))"), recorder.keyCount)
    }
  }

  private func note(_ example: Any, of type: Any.Type) {
    if examples[ObjectIdentifier(type)] == nil { examples[ObjectIdentifier(type)] = example }
  }

  /// The values of an enum with raw values which decodes from just those.
  private static func cases<Value: RawRepresentable>(
    of type: Value.Type, _ schema: SchemaType
  ) -> [(example: Any, literal: String)]? {
    guard case .named(let name) = schema, name == KnownForm.of(Value.RawValue.self)?.name,
      let values = EnumCases.all(of: type), !values.isEmpty
    else { return nil }
    return values.map { value in
      if let text = value.rawValue as? String { (value, CDDLText.literal(text)) } else { (value, "\(value.rawValue)") }
    }
  }
}
