// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostCallGenerator

/// Compares two versions of an interface by the rules of bridges.
///
///     find: toHost → the core sends the request, and the host the response
///     response.celsius? is new and optional                  compatible
///     response.unit is new and required                      an old host with a new core: the core misses it
///     request.case/blue is new                               an old host with a new core: the host doesn't know it
///     any of them, if bridges are strict                     both: the fingerprints differ
///
/// Calls and streams with the same fingerprint are the same, as bridges have it. `CheckingSchemas.md` has the rules of
/// messages.
package struct SchemaComparison {
  private let old: InterfaceModel
  private let new: InterfaceModel
  private let isStrict: Bool
  private var changes: [SchemaChange] = []

  /// Returns the changes between two versions: calls, streams, then events, each to the host first and by name.
  ///
  /// - Parameters:
  ///   - old: The version before the changes.
  ///   - new: The version after the changes.
  ///   - isStrict: Whether bridges refuse functions and calls of hosts with another fingerprint.
  package static func changes(
    from old: InterfaceModel, to new: InterfaceModel, isStrict: Bool
  ) -> [SchemaChange] {
    var comparison = SchemaComparison(old: old, new: new, isStrict: isStrict)
    for direction in InterfaceDirection.allCases {
      for isStream in [false, true] { comparison.compareCalls(direction, isStream: isStream) }
    }
    for direction in InterfaceDirection.allCases { comparison.compareEvents(direction) }
    return comparison.changes
  }

  /// Checks that a version has schemas to compare.
  ///
  /// - Throws: An error that names a call whose schema is missing.
  package static func check(_ model: InterfaceModel) throws(GeneratorError) {
    for call in InterfaceDirection.allCases.flatMap({ $0.calls(of: model) }) where call.schema?.fingerprint == 0 {
      throw GeneratorError("\(call.name) has no fingerprint: with schemaCheck off, a bridge describes no schemas")
    }
  }

  private init(old: InterfaceModel, new: InterfaceModel, isStrict: Bool) {
    (self.old, self.new, self.isStrict) = (old, new, isStrict)
  }

  // MARK: Calls and streams

  private mutating func compareCalls(_ direction: InterfaceDirection, isStream: Bool) {
    let oldCalls = direction.calls(of: old).filter { $0.isStream == isStream }
    let newCalls = direction.calls(of: new).filter { $0.isStream == isStream }
    for pair in VersionPair.all(oldCalls, newCalls, by: \.name) {
      let kind = isStream ? "stream" : "call"
      let (subject, text) = ("\(kind) \(TypeText.word(pair.key))", "a \(kind) \(direction)")
      switch (pair.old, pair.new) {
      case (let old?, let new?): compare(old.schema, new.schema, direction: direction, of: subject)
      // The side that makes the call finds no function at the other.
      case (nil, _?):
        add(subject, found: text, expected: "nothing", breaks: direction == .toHost ? .oldHost : .oldCore)
      case (_?, nil):
        add(subject, found: "nothing", expected: text, breaks: direction == .toHost ? .oldCore : .oldHost)
      case (nil, nil): break
      }
    }
  }

  private mutating func compare(
    _ old: InterfaceCall.Schema?, _ new: InterfaceCall.Schema?, direction: InterfaceDirection,
    of subject: String
  ) {
    guard let old, let new else {
      // Bridges do not check functions in bytes.
      if old != nil || new != nil { add(subject, found: Self.form(new), expected: Self.form(old)) }
      return
    }
    guard old.fingerprint != new.fingerprint else { return }
    let first = changes.count
    let answer: InterfaceDirection = direction == .toHost ? .toCore : .toHost
    compare(old.request, new.request, direction: direction, of: subject, at: "request")
    compare(old.response, new.response, direction: answer, of: subject, at: "response")
    compareFailures(old.failure, new.failure, direction: answer, of: subject)
    // Raw memory is always checked; and a change that the types do not show may be any.
    let isRaw = [old, new].contains { $0.request.isRaw || $0.response.isRaw }
    guard isStrict || isRaw || changes.count == first else { return }
    let change = SchemaChange(
      subject: subject, place: "fingerprint", found: TypeText.fingerprint(new.fingerprint),
      expected: TypeText.fingerprint(old.fingerprint), breaks: [.oldHost, .oldCore])
    changes.insert(change, at: first)
  }

  private mutating func compareFailures(
    _ old: InterfacePart?, _ new: InterfacePart?, direction: InterfaceDirection, of subject: String
  ) {
    if let old, let new { return compare(old, new, direction: direction, of: subject, at: "failure") }
    // Without a declared failure, a side receives the code and the message of the error, and never the failure.
    if let old { add(subject, at: "failure", found: "nothing", expected: TypeText(self.old).text(old)) }
    if let new { add(subject, at: "failure", found: TypeText(self.new).text(new), expected: "nothing") }
  }

  // MARK: Events

  private mutating func compareEvents(_ direction: InterfaceDirection) {
    for pair in VersionPair.all(direction.events(of: old), direction.events(of: new), by: \.name) {
      let subject = "event \(TypeText.word(pair.key))"
      if let old = pair.old, let new = pair.new {
        compare(old.payload, new.payload, direction: direction, of: subject, at: "payload")
      } else {
        // An event without listeners is no error, and neither is a listener to an event that is never emitted.
        let text = "an event \(direction)"
        add(subject, found: pair.new == nil ? "nothing" : text, expected: pair.old == nil ? "nothing" : text)
      }
    }
  }

  // MARK: Parts

  /// Compares a part that the core sends to the host, or the host to the core.
  private mutating func compare(
    _ old: InterfacePart, _ new: InterfacePart, direction: InterfaceDirection, of subject: String, at place: String
  ) {
    for change in TypeComparison.changes(from: (self.old, old), to: (self.new, new), at: place) {
      // The receiver is a host, old beside a new core, or a core, old beside a new host.
      var breaks: SchemaChange.Pairs = []
      if change.refusals.contains(.byOld) { breaks.insert(direction == .toHost ? .oldHost : .oldCore) }
      if change.refusals.contains(.byNew) { breaks.insert(direction == .toHost ? .oldCore : .oldHost) }
      add(subject, at: change.place, found: change.found, expected: change.expected, breaks: breaks)
    }
  }

  private mutating func add(
    _ subject: String, at place: String? = nil, found: String, expected: String, breaks: SchemaChange.Pairs = []
  ) {
    changes.append(SchemaChange(subject: subject, place: place, found: found, expected: expected, breaks: breaks))
  }

  private static func form(_ schema: InterfaceCall.Schema?) -> String {
    schema.map { "the fingerprint \(TypeText.fingerprint($0.fingerprint))" } ?? "a function in bytes"
  }
}

extension InterfaceDirection: CustomStringConvertible {
  /// The direction in words.
  package var description: String { self == .toHost ? "from the core to the host" : "from the host to the core" }
}
