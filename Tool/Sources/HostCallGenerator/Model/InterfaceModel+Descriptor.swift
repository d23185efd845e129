// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostCall

extension InterfaceModel {
  /// Reads the model from a descriptor.
  ///
  /// - Parameters:
  ///   - descriptor: The descriptor of a core, of any minor version from 1.
  ///   - name: The name of the interface; if it is `nil`, that of the descriptor's function without `open`.
  /// - Throws: An error that names what no host can be generated from.
  package init(_ descriptor: HostCallDescriptor, name: String? = nil) throws(GeneratorError) {
    guard descriptor.version == 1 else {
      throw GeneratorError("the descriptor has version \(descriptor.version); expected 1")
    }
    guard descriptor.minorVersion ?? 0 >= 1 else {
      throw GeneratorError("the core is too old: its descriptor does not describe types as data")
    }
    let words = NameWords.of(name ?? descriptor.openFunction ?? "")
    let named = name == nil ? words.filter { $0.lowercased() != "open" } : words
    guard !named.isEmpty else {
      throw GeneratorError("the interface has no name: state --name, or with --open its function that opens a bridge")
    }
    self.name = IdentifierStyle.snake.join(named)
    openFunction = descriptor.openFunction
    limits = descriptor.limits.map { Limits(payloadSize: $0.payloadSize, nestingDepth: $0.nestingDepth) }
    var types = TypeReader(descriptor.types ?? [])
    (callsToHost, callsToCore) = try Self.read(descriptor.calls, isStream: false, &types)
    (streamsToHost, streamsToCore) = try Self.read(descriptor.streams ?? [], isStream: true, &types)
    (eventsToHost, eventsToCore) = try Self.read(descriptor.events ?? [], &types)
    self.types = types.finished
  }

  private static func read(
    _ calls: [HostCallDescriptor.Call], isStream: Bool, _ types: inout TypeReader
  ) throws(GeneratorError) -> (toHost: [InterfaceCall], toCore: [InterfaceCall]) {
    var read: [HostCallDescriptor.Direction: [InterfaceCall]] = [:]
    for call in calls {
      let known = read[call.direction, default: []]
      guard !known.contains(where: { $0.name == call.name }) else {
        throw GeneratorError("the descriptor lists \"\(call.name)\" twice")
      }
      var one = InterfaceCall(
        name: call.name, typeName: call.typeName ?? "", isStream: isStream, isIdempotent: call.isIdempotent ?? false,
        documentation: call.documentation)
      if let request = call.request, let response = call.response {
        // The types of a call that a macro declares are named after its function: not FetchProfileCallResponse.
        let name = Self.name(call.typeName, call.name, suffix: "Call")
        func place(_ suffix: String, _ part: String) -> TypePlace {
          TypePlace(name: name + suffix, path: "\(call.name).\(part)")
        }
        one.schema = InterfaceCall.Schema(
          fingerprint: call.fingerprint ?? 0,
          request: types.part(request, place("", "request")),
          response: types.part(response, place(isStream ? "Element" : "Response", "response")),
          failure: call.failure.map { types.part($0, place("Failure", "failure")) })
      }
      read[call.direction] = known + [one]
    }
    return (read[.toHost] ?? [], read[.toCore] ?? [])
  }

  private static func read(
    _ events: [HostCallDescriptor.Event], _ types: inout TypeReader
  ) throws(GeneratorError) -> (toHost: [InterfaceEvent], toCore: [InterfaceEvent]) {
    var read: [HostCallDescriptor.Direction: [InterfaceEvent]] = [:]
    for event in events {
      let known = read[event.direction, default: []]
      guard !known.contains(where: { $0.name == event.name }) else {
        throw GeneratorError("the descriptor lists \"\(event.name)\" twice")
      }
      // An event that works in bytes has a name only, which generated code cannot do more with than the runtime.
      guard let payload = event.payload else { continue }
      let name = Self.name(event.typeName, event.name, suffix: "Event")
      let one = InterfaceEvent(
        name: event.name, typeName: event.typeName ?? "",
        payload: types.part(payload, TypePlace(name: name, path: "\(event.name).payload")),
        policy: event.policy == "dropNewest" ? .dropNewest : .dropOldest, documentation: event.documentation)
      read[event.direction] = known + [one]
    }
    return (read[.toHost] ?? [], read[.toCore] ?? [])
  }

  /// Returns the beginning of the names of types without names: that of the type, without what a macro has appended.
  private static func name(_ typeName: String?, _ name: String, suffix: String) -> String {
    guard let typeName else { return IdentifierStyle.pascal.join(NameWords.of(name)) }
    return typeName.hasSuffix(suffix) && typeName != suffix ? String(typeName.dropLast(suffix.count)) : typeName
  }
}
