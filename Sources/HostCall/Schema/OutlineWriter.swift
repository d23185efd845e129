internal import HostBridgeCore

/// Writes the types of a call as the lines of its outline.
///
///     struct Profile { var name: String; var tags: [String]; var home: Address?; var work: Address? }
///
///     response.home?.city: tstr
///     response.name: tstr
///     response.tags[]: tstr
///     response.work?: as response.home
///
/// A type is written where it is met first, on a walk in the order of the keys; where it is met again, and inside of
/// itself, that place is named. So an outline is as long as its rules, whatever they refer to. Types with the same
/// content are one type.
struct OutlineWriter {
  private let rules: [SchemaRule]
  private let classes: SchemaClasses
  private var lines: [SchemaOutline.Line] = []
  /// Where the types of each class are written.
  private var places: [Int: String] = [:]

  static func outline(of types: SchemaTypes) -> SchemaOutline {
    var writer = OutlineWriter(types.rules)
    for part in types.parts { writer.write(part.type, at: part.part.rawValue) }
    return SchemaOutline(lines: writer.lines)
  }

  private init(_ rules: [SchemaRule]) {
    self.rules = rules
    classes = SchemaClasses(rules)
  }

  private mutating func add(_ place: String, _ content: String) {
    lines.append(SchemaOutline.Line(place: place, content: content))
  }

  private mutating func write(_ type: SchemaType, at place: String) {
    switch type {
    case .named(let name): add(place, name)
    case .stated(let cddl): add(place, cddl.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    case .literals(let literals): add(place, literals.sorted().joined(separator: " / "))
    case .unknown: add(place, "any")
    case .nullable(let type): write(type, at: place.last == "?" || place.last == "~" ? place : place + "~")
    case .array(let element): write(element, at: place + "[]")
    case .dictionary(let value, let isNumbered): write(value, at: place + (isNumbered ? "{number}" : "{}"))
    case .tuple(let types): write(elements: types, at: place)
    case .sequence(let types, let rest):
      write(elements: types, at: place)
      write(rest, at: place + "[]")
    case .pairs(let key, let value):
      write(key, at: place + "[key]")
      write(value, at: place + "[value]")
    case .map(let members): write(members, at: place)
    case .choice(let types): write(alternatives: types, at: place)
    case .raw(let layout): write(layout, at: place)
    case .rule(let rule): write(rule: rule, at: place)
    }
  }

  private mutating func write(rule: Int, at place: String) {
    // Nothing is shorter than nothing.
    if rules[rule].type == .map([]) { return add(place, "{}") }
    let number = classes.number(of: rule)
    if let first = places[number] { return add(place, "as \(first)") }
    // Without the marks of what may be missing: whether the first may be does not concern the others.
    places[number] = place.filter { $0 != "?" && $0 != "~" }
    write(rules[rule].type, at: place)
  }

  private mutating func write(elements types: [SchemaType], at place: String) {
    if types.isEmpty { add(place, "[]") }
    for (index, type) in types.enumerated() { write(type, at: "\(place)[\(index)]") }
  }

  private mutating func write(_ members: [SchemaMember], at place: String) {
    if members.isEmpty { add(place, "{}") }
    for member in members.sortedByKey {
      write(member.type, at: "\(place).\(CDDLText.place(member.key))\(member.isOptional ? "?" : "")")
    }
  }

  /// An enum's cases are told apart by their one key, others by their order.
  private mutating func write(alternatives types: [SchemaType], at place: String) {
    let keys = Set(types.map(\.onlyKey))
    let areCases = keys.count == types.count && !keys.contains(nil)
    for (index, type) in types.sortedAlternatives.enumerated() {
      if areCases, case .map(let members) = type {
        write(members[0].type, at: "\(place)/\(CDDLText.place(members[0].key))")
      } else {
        write(type, at: "\(place)/\(index)")
      }
    }
  }

  private mutating func write(_ layout: PlainLayout, at place: String) {
    let order = PlainLayout.byteOrder
    if layout.fields.count == 1, let only = layout.fields.first, only.path.isEmpty {
      return add(place, "raw \(only.type), \(order)-endian")
    }
    add(place, "raw, \(layout.size) bytes, \(order)-endian")
    for field in layout.fields { add("\(place).\(field.path)", "\(field.type) at \(field.offset)") }
  }
}
