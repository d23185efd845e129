// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What a core and its host exchange: the input of every emitter, read from the core's descriptor.
package struct InterfaceModel: Hashable, Sendable {
  /// The limits of the core's bridge.
  package struct Limits: Hashable, Sendable {
    /// The maximum size of a request or an answer, in bytes.
    package var payloadSize: UInt64
    /// The maximum number of arrays, maps and tags around an item.
    package var nestingDepth: UInt64
  }

  /// The name of the interface in snake case, such as `profile_core`.
  package var name: String
  /// The C function that opens the bridge, if it is known.
  package var openFunction: String?
  /// The calls that the core makes and the host answers, by name.
  package var callsToHost: [InterfaceCall] = []
  /// The calls that the host makes and the core answers, by name.
  package var callsToCore: [InterfaceCall] = []
  /// The streams that the core opens, by name.
  package var streamsToHost: [InterfaceCall] = []
  /// The streams that the host opens, by name.
  package var streamsToCore: [InterfaceCall] = []
  /// The events that the core emits, by name.
  package var eventsToHost: [InterfaceEvent] = []
  /// The events that the core listens to, by name.
  package var eventsToCore: [InterfaceEvent] = []
  /// The named types, each after those that it consists of, except where types consist of each other.
  package var types: [InterfaceNamedType] = []
  /// The limits, if the descriptor states them.
  package var limits: Limits?

  /// Returns a named type.
  ///
  /// - Complexity: O(*n*) in the number of types.
  package func type(named name: String) -> InterfaceNamedType? { types.first { $0.name == name } }

  /// Returns the type behind names that are aliases.
  package func resolved(_ type: InterfaceType) -> InterfaceType {
    guard case .named(let name) = type, case .alias(let other)? = self.type(named: name)?.content else { return type }
    return resolved(other)
  }

  /// Returns the parameters of a function: the request's fields if it is a record that crosses in CBOR, in order of
  /// declaration; `nil` for any other request, which is one parameter.
  package func parameters(of part: InterfacePart) -> [InterfaceField]? {
    guard case .named(let name) = resolved(part.type), case .record(let fields)? = type(named: name)?.content else {
      return nil
    }
    return fields
  }

  /// Returns whether a part is an empty record, such as the response of a call without a result.
  package func isEmpty(_ part: InterfacePart) -> Bool { parameters(of: part)?.isEmpty == true }

  /// Returns whether a value of a named type may contain another one of it, at any depth.
  ///
  /// - Parameter directly: Whether to count only what lies in the value itself: in optionals, tuples and choices, but
  ///   not in arrays and dictionaries, which a language can declare of a type that isn't complete.
  package func isRecursive(_ name: String, directly: Bool = false) -> Bool {
    var (seen, pending): (Set<String>, [InterfaceType]) = ([], type(named: name)?.parts ?? [])
    while let next = pending.popLast() {
      switch next {
      case .named(name): return true
      case .named(let other):
        if seen.insert(other).inserted { pending += type(named: other)?.parts ?? [] }
      case .array, .dictionary, .numberedDictionary, .pairs:
        if !directly { pending += next.parts }
      case .sequence(let first, _): pending += directly ? first : next.parts
      default: pending += next.parts
      }
    }
    return false
  }
}
