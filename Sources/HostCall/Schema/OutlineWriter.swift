internal import HostBridgeCore

/// Writes the types of a call as the lines of its outline.
///
///     struct Profile { var name: String; var tags: [String]; var home: Address? }
///
///     response.home?.city: tstr
///     response.name: tstr
///     response.tags[]: tstr
///
/// A type inside of itself is written as the place where it was met first. Types are written where they are used, so an outline
/// can be much longer than its rules; it ends after ``limit`` lines.
struct OutlineWriter {
  /// The most lines of an outline.
  static let limit = 4096

  private let rules: [SchemaRule]
  private var lines: [SchemaOutline.Line] = []
  /// The rules that are being written, with their places.
  private var open: [Int: String] = [:]

  static func outline(of types: SchemaTypes) -> SchemaOutline {
    var writer = OutlineWriter(rules: types.rules)
    for part in types.parts { writer.write(part.type, at: part.part.rawValue) }
    return SchemaOutline(lines: writer.lines)
  }

  private init(rules: [SchemaRule]) {
    self.rules = rules
  }

  private mutating func add(_ place: String, _ content: String) {
    if lines.count < Self.limit { lines.append(SchemaOutline.Line(place: place, content: content)) }
  }

  private mutating func write(_ type: SchemaType, at place: String) {
    guard lines.count < Self.limit else { return }
    switch type {
    case .named(let name): add(place, name)
    case .stated(let cddl): add(place, cddl.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    case .literals(let literals): add(place, literals.sorted().joined(separator: " / "))
    case .unknown: add(place, "any")
    case .nullable(let type): write(type, at: place.last == "?" ? place : place + "~")
    case .array(let element): write(element, at: place + "[]")
    case .dictionary(let value): write(value, at: place + "{}")
    case .tuple(let types):
      if types.isEmpty { add(place, "[]") }
      for (index, type) in types.enumerated() { write(type, at: "\(place)[\(index)]") }
    case .pairs(let key, let value):
      write(key, at: place + "[key]")
      write(value, at: place + "[value]")
    case .map(let members): write(members, at: place)
    case .choice(let types): write(alternatives: types, at: place)
    case .raw(let layout): write(layout, at: place)
    case .rule(let rule):
      if let first = open[rule] { return add(place, "as \(first)") }
      open[rule] = place
      write(rules[rule].type, at: place)
      open[rule] = nil
    }
  }

  private mutating func write(_ members: [SchemaMember], at place: String) {
    if members.isEmpty { add(place, "{}") }
    for member in members {
      write(member.type, at: "\(place).\(CDDLText.place(member.key))\(member.isOptional ? "?" : "")")
    }
  }

  /// An enum's cases are told apart by their one key, others by their order.
  private mutating func write(alternatives types: [SchemaType], at place: String) {
    for (index, type) in types.enumerated() {
      if case .map(let members) = type, members.count == 1, !members[0].isOptional {
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
