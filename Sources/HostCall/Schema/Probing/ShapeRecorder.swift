// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The requests of one pass through an `init(from:)`, or of a nested container: the kind of container and its contents.
final class ShapeRecorder {
  enum Container {
    case none
    case keyed([Member])
    case unkeyed([Part])
    case single(Part)
  }

  /// The content of one place in a container.
  enum Part {
    case type(SchemaType)
    /// The requests to a nested container.
    case nested(ShapeRecorder)
    /// A value of an enum that has several.
    case choice(ChoicePoint, literals: [String])
  }

  struct Member {
    let key: String
    var part: Part?
    var isOptional = false
    var isNullable = false
    /// Whether the answer was that the key does not exist.
    var isAbsent = false
  }

  let pass: ProbePass
  /// The path from the type's own decoder.
  private let path: String
  private let depth: Int

  private(set) var container = Container.none
  /// The index of each key's member.
  private var memberIndices: [String: Int] = [:]
  /// The number of elements requested before the end of the array was checked; `nil` if it was not.
  private(set) var headerCount: Int?
  /// Whether the pass requested keys that cannot be enumerated.
  private(set) var hasAnyKeys = false
  private(set) var isNullable = false
  private var isNextElementNullable = false

  init(_ pass: ProbePass, path: String = "", depth: Int = 0) {
    self.pass = pass
    self.path = path
    self.depth = depth
  }

  // MARK: Containers

  func requestKeyed() throws {
    try pass.request()
    if case .keyed = container { return }
    (container, memberIndices) = (.keyed([]), [:])
  }

  func requestUnkeyed() throws {
    try pass.request()
    guard case .unkeyed = container else { return container = .unkeyed([]) }
  }

  private func nested(_ step: String) throws -> ShapeRecorder {
    guard depth < ProbeLimits.containers else {
      pass.exhaust("opens more than \(ProbeLimits.containers) nested containers")
      throw ProbePass.Exhausted()
    }
    return ShapeRecorder(pass, path: path + step, depth: depth + 1)
  }

  private func checkRoom(_ count: Int, _ what: String) throws {
    guard count < ProbeLimits.elements else {
      pass.exhaust("requests more than \(ProbeLimits.elements) \(what)")
      throw ProbePass.Exhausted()
    }
  }

  private func choose(_ step: String, _ literals: [String]) -> (part: Part, choice: Int) {
    let point = ChoicePoint(path: path + step, kind: .value)
    return (.choice(point, literals: literals), pass.choose(at: point, among: literals.count))
  }

  // MARK: A single value

  func request(_ type: SchemaType) { request(.type(type)) }

  /// - Returns: The index of the value to use.
  func request(_ literals: [String]) -> Int {
    let (part, choice) = choose("", literals)
    request(part)
    return choice
  }

  private func request(_ part: Part) {
    if case .single(let before) = container { return container = .single(before.or(part)) }
    container = .single(part)
  }

  func requestNull() { isNullable = true }

  // MARK: Keys

  func request(_ type: SchemaType, at key: String, isOptional: Bool = false) throws {
    try change(key) { member in
      member.part = member.part.map { $0.or(.type(type)) } ?? .type(type)
      if isOptional { (member.isOptional, member.isNullable) = (true, true) }
    }
  }

  /// - Returns: The index of the value to use.
  func request(_ literals: [String], at key: String) throws -> Int {
    let (part, choice) = choose(".\(CDDLText.place(key))", literals)
    try change(key) { $0.part = $0.part.map { $0.or(part) } ?? part }
    return choice
  }

  func requestNested(at key: String) throws -> ShapeRecorder {
    var nested = try nested(".\(CDDLText.place(key))")
    try change(key) { member in
      // A repeated request refers to the same container.
      if case .nested(let before) = member.part { nested = before }
      member.part = .nested(nested)
    }
    return nested
  }

  /// - Returns: The answer: true, unless the pass has chosen otherwise.
  func requestPresence(of key: String) throws -> Bool {
    let point = ChoicePoint(path: "\(path).\(CDDLText.place(key))", kind: .presence)
    let isThere = pass.choose(at: point, among: 2) == 0
    try change(key) { member in (member.isOptional, member.isAbsent) = (true, !isThere) }
    return isThere
  }

  /// Of keys that cannot be enumerated, only the first exists, so that counting keys ends.
  func requestPresence(ofAnyKey key: String) -> Bool {
    defer { hasAnyKeys = true }
    return !hasAnyKeys
  }

  func requestNull(at key: String) throws { try change(key) { $0.isNullable = true } }

  func requestAnyKeys() { hasAnyKeys = true }

  /// Records that all keys are requested, given in order of declaration.
  ///
  /// - Returns: The index of the key to show; which key a pass shows does not depend on the order.
  func requestAllKeys(_ keys: [String]) -> Int {
    let point = ChoicePoint(path: path, kind: .keys)
    let sorted = keys.indices.sorted { keys[$0].utf8.lexicographicallyPrecedes(keys[$1].utf8) }
    pass.listedKeys[point] = sorted.map { (keys[$0], $0) }
    return sorted[pass.choose(at: point, among: keys.count)]
  }

  private func change(_ key: String, _ body: (inout Member) -> Void) throws {
    guard case .keyed(var members) = container else { return }
    let index = memberIndices[key]
    if index == nil { try checkRoom(members.count, "keys of one container") }
    container = .none  // avoids copying the array
    if index == nil {
      memberIndices[key] = members.count
      members.append(Member(key: key))
    }
    body(&members[index ?? members.count - 1])
    container = .keyed(members)
  }

  // MARK: Elements

  func requestElement(_ type: SchemaType) throws { try append(.type(type)) }

  /// - Returns: The index of the value to use.
  func requestElement(_ literals: [String]) throws -> Int {
    let (part, choice) = choose("[\(elementCount)]", literals)
    try append(part)
    return choice
  }

  func requestNestedElement() throws -> ShapeRecorder {
    let nested = try nested("[\(elementCount)]")
    try append(.nested(nested))
    return nested
  }

  func requestNullElement() { isNextElementNullable = true }

  /// Returns whether the array ends: after one more element, or more for later forms, which stand for any number.
  func requestEnd() -> Bool { elementCount >= requestCount() }

  func requestCount() -> Int {
    let header = headerCount ?? elementCount
    headerCount = header
    return header + 1 + pass.form
  }

  var elementCount: Int {
    if case .unkeyed(let parts) = container { parts.count } else { 0 }
  }

  private func append(_ part: Part) throws {
    guard case .unkeyed(var parts) = container else { return }
    try checkRoom(parts.count, "elements of one array")
    container = .none
    parts.append(isNextElementNullable ? .type(.nullable(part.type([:]))) : part)
    isNextElementNullable = false
    container = .unkeyed(parts)
  }
}
