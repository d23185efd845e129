/// Which rules of a schema are the same but for their names: so that it does not matter whether two fields have one
/// type, or two types with the same fields.
///
/// All rules are taken for the same at first, and parted as long as their contents differ in what is known of the rules
/// that they refer to. That ends, also where rules refer to themselves, with the coarsest parting there is.
struct SchemaClasses {
  private let classes: [Int]

  init(_ rules: [SchemaRule]) {
    var classes = Array(repeating: 0, count: rules.count)
    var count = rules.isEmpty ? 0 : 1
    while true {
      var numbers: [SchemaType: Int] = [:]
      var next: [Int] = []
      for (index, rule) in rules.enumerated() {
        // With its own class, so that what was parted stays parted.
        let content = SchemaType.tuple([.rule(classes[index]), rule.type.canonical { classes[$0] }])
        next.append(numbers[content] ?? numbers.count)
        if numbers[content] == nil { numbers[content] = numbers.count }
      }
      classes = next
      guard numbers.count > count else { break }
      count = numbers.count
    }
    self.classes = classes
  }

  /// The class of a rule, by its place.
  func number(of rule: Int) -> Int { classes[rule] }
}

extension SchemaType {
  /// The same type in an order that does not depend on declarations, with other references.
  fileprivate func canonical(_ reference: (Int) -> Int) -> SchemaType {
    switch self {
    case .rule(let rule): .rule(reference(rule))
    case .nullable(let type): .nullable(type.canonical(reference))
    case .array(let type): .array(type.canonical(reference))
    case .dictionary(let type, let isNumbered): .dictionary(type.canonical(reference), isNumbered: isNumbered)
    case .tuple(let types): .tuple(types.map { $0.canonical(reference) })
    case .sequence(let types, let rest): .sequence(types.map { $0.canonical(reference) }, rest.canonical(reference))
    case .pairs(let key, let value): .pairs(key.canonical(reference), value.canonical(reference))
    case .map(let members):
      .map(
        members.sortedByKey.map {
          SchemaMember(key: $0.key, isOptional: $0.isOptional, type: $0.type.canonical(reference))
        })
    case .choice(let types): .choice(types.sortedAlternatives.map { $0.canonical(reference) })
    case .literals(let literals): .literals(literals.sorted())
    case .named, .stated, .raw, .unknown: self
    }
  }
}

extension [SchemaMember] {
  var sortedByKey: [SchemaMember] { sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } }
}

extension [SchemaType] {
  /// The cases of an enum by their keys; any other alternatives as they are.
  var sortedAlternatives: [SchemaType] {
    let keys = map(\.onlyKey)
    guard keys.allSatisfy({ $0 != nil }) else { return self }
    return sorted { ($0.onlyKey ?? "").utf8.lexicographicallyPrecedes(($1.onlyKey ?? "").utf8) }
  }
}

extension SchemaType {
  /// The key of a map that has one, and has to have it: a case of an enum.
  var onlyKey: String? {
    guard case .map(let members) = self, members.count == 1, !members[0].isOptional else { return nil }
    return members[0].key
  }
}
