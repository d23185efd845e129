/// Finds out what types are in a message, by having them decode themselves from a decoder that only takes notes.
///
/// What an `init(from:)` asks for, its decoder has to give, so every type needs an example of itself: that of a struct
/// comes from the examples of its fields. A type that contains itself has none while it is being looked at; what needs
/// one is left, and tried again in the next round, when there may be one. Where a type goes one of several ways, each
/// is tried: of an enum with payloads each case, and where a value is an enum with raw values, each of those.
///
///     struct Node: Codable { var value: Int64; var next: Node? }       rule 0   {value: int64, ? next: rule 0 / null}
///
/// Every type with a name is a rule, also one that is no more than another: so what is found does not depend on which
/// of two types that contain each other was met first.
///
/// Lives for one schema, on one thread. See ``ProbeLimits`` for what it may take.
final class SchemaProbe {
  struct Entry {
    let type: any Decodable.Type
    let path: [any CodingKey]
    let isOfLibrary: Bool
    /// Has a look.
    let look: () -> Void
    /// What it is; nil while that is not known.
    var schema: SchemaType?
    var isRunning = false
    /// The round of the last look.
    var round = -1
    /// The passes that are done, by what was chosen.
    var passes: [[ChoicePoint: Int]: Pass] = [:]
    /// The values and their literals, if it is an enum with raw values that takes no others.
    var values: [Any] = []
    var literals: [String] = []
  }

  /// How a pass ended.
  enum Pass {
    /// It needs an example that there is not yet.
    case blocked(ProbePass)
    case done(ShapeRecorder)
    /// The type refuses every example; why, as what the type is.
    case refused(SchemaType, ProbePass)
    /// The type is known, regardless of what was asked for.
    case known(SchemaType, ProbePass)
  }

  /// A type contains itself, and there is no example of it yet.
  struct NoExampleYet: Error {}

  /// There will be no example of a type.
  struct NoExample: Error {
    let reason: String
  }

  let watch: ProbeWatch
  /// Why there will be no result, in words that follow a type's name; nil as long as there may be one.
  private(set) var overflow: String?

  var entries: [Entry] = []
  private var places: [ObjectIdentifier: Int] = [:]
  var examples: [ObjectIdentifier: Any] = [:]
  private var round = 0
  /// Goes up with everything that is found.
  private var progress = 0
  private var questions = 0
  var runningQuestions = 0
  /// What was found by passes that made do without an example, until all of those are through; nil in other rounds.
  private(set) var makeshift: [() -> Void]?

  init(_ watch: ProbeWatch) {
    self.watch = watch
  }

  // MARK: What types are

  /// What `type` is, with an example of it, if there can be one.
  ///
  /// - Parameters:
  ///   - path: Where in a message it is asked for.
  ///   - pass: What asks for it; nil for a part of the call.
  func describe<Value: Decodable>(
    _ type: Value.Type, at path: [any CodingKey] = [], in pass: ProbePass? = nil
  ) -> (schema: SchemaType, example: Result<Value, any Error>) {
    if let overflow { return (.unknown(overflow), .failure(NoExample(reason: overflow))) }
    // What a type says itself comes first: so one can say it for a type that is not one's own.
    if let stated = type as? any CDDLDescribed.Type {
      return (.stated(stated.cddl), Result { try cast(stated.cddlExample) })
    }
    if let known = KnownForm.of(type) {
      let form = pass?.form ?? 0
      return (.named(known.name), Result { try cast(pass?.forced.take() ?? known.example(form)) })
    }
    if let composite = type as? any SchemaComposite.Type {
      let (schema, example) = composite.describe(by: self, at: path, in: pass)
      return (schema, Result { try cast(example.get()) })
    }
    if let reason = LibraryTypes.refusal(of: type, isInLibrary: pass?.isOfLibrary ?? false) {
      return (
        .unknown(reason), Result { try LibraryTypes.example(of: type) ?? { throw NoExample(reason: reason) }() }
      )
    }
    guard let place = place(of: type, at: path) else { return describe(type, at: path, in: pass) }
    look(at: place)
    return (.rule(place), Result { try cast(example(of: type, at: place)) })
  }

  /// The values that an enum with raw values has, sorted by their literals, if there are several and no others are
  /// taken.
  func values<Value>(of type: Value.Type) -> (values: [Value], literals: [String])? {
    guard let place = places[ObjectIdentifier(type)] else { return nil }
    let entry = entries[place]
    guard (2...ProbeLimits.values).contains(entry.values.count) else { return nil }
    let values = entry.values.compactMap { $0 as? Value }
    return values.count == entry.literals.count ? (values, entry.literals) : nil
  }

  /// Looks again at what was left, until there is nothing more to be found.
  func finish() {
    var before = -1
    while progress > before, overflow == nil {
      before = progress
      lookAtAll()
      guard progress == before else { continue }
      // What is left can't have the example that it needs. Some may do without, such as what tries it with `try?`.
      makeshift = []
      lookAtAll()
      let found = makeshift.take() ?? []
      for note in found { note() }
    }
  }

  /// The types that were found and have names, by their places.
  var rules: [SchemaRule] {
    entries.map { entry in
      let name = String(describing: entry.type)
      return SchemaRule(name: name, type: entry.schema ?? .unknown("\(name) contains itself in each of its values"))
    }
  }

  private func cast<Value>(_ value: Any) throws -> Value {
    guard let value = value as? Value else { throw NoExample(reason: "there is no example of \(Value.self)") }
    return value
  }

  private func example(of type: Any.Type, at place: Int) throws -> Any {
    if let example = examples[ObjectIdentifier(type)] { return example }
    switch entries[place].schema {
    case nil: throw NoExampleYet()
    case let schema?: throw NoExample(reason: schema.firstGap ?? "\(type) has no values")
    }
  }

  /// - Returns: Nil if there are too many types.
  private func place<Value: Decodable>(of type: Value.Type, at path: [any CodingKey]) -> Int? {
    if let place = places[ObjectIdentifier(type)] { return place }
    guard entries.count < ProbeLimits.types else {
      overflow = "is made of more than \(ProbeLimits.types) types"
      return nil
    }
    let place = entries.count
    places[ObjectIdentifier(type)] = place
    entries.append(
      Entry(type: type, path: path, isOfLibrary: LibraryTypes.contains(type)) { [unowned self] in look(at: type, place)
      })
    if StuckTypes.contains(type) {
      entries[place].schema = .unknown("\(type) does not return when it is given made-up values")
    }
    return place
  }

  // MARK: Looking

  /// Counts a question of a pass against what all of them may ask.
  func countQuestion(_ pass: ProbePass) {
    questions += 1
    runningQuestions += 1
    if overflow == nil, questions > ProbeLimits.allQuestions {
      overflow = "takes more than \(ProbeLimits.allQuestions) questions to describe"
    }
    if runningQuestions > ProbeLimits.runningQuestions { pass.exhaust("is decoded too deep inside of other types") }
    if overflow != nil || watch.isGivenUp { pass.exhaust("was given up") }
  }

  private func lookAtAll() {
    round += 1
    for place in entries.indices { look(at: place) }
  }

  /// Looks at a type, unless all is known of it, it is being looked at, or it was in this round.
  private func look(at place: Int) {
    guard entries[place].schema == nil, !entries[place].isRunning, entries[place].round < round else { return }
    entries[place].isRunning = true
    entries[place].round = round
    watch.enter(entries[place].type)
    entries[place].look()
    watch.leave()
    entries[place].isRunning = false
  }

  private func look<Value: Decodable>(at type: Value.Type, _ place: Int) {
    var before = -1
    // A way may need an example that another one gives.
    while progress > before, overflow == nil {
      before = progress
      if let ways = explore(type, place, [:]) {
        let schema = ways.type(isEnum: EnumCases.isEnum(type))
        return found { [unowned self] in entries[place].schema = schema }
      }
    }
  }

  /// Notes what was found: at once, or when all that made do without an example are through, so that none of them
  /// sees what another one found.
  func found(_ note: @escaping () -> Void) {
    let note = { [unowned self] in
      note()
      progress += 1
    }
    if makeshift == nil { note() } else { makeshift?.append(note) }
  }
}

extension SchemaType {
  /// Why it is not known what is in the first of its places of which that is so.
  fileprivate var firstGap: String? {
    if case .unknown(let reason) = self { return reason }
    return parts.lazy.compactMap(\.firstGap).first
  }
}
