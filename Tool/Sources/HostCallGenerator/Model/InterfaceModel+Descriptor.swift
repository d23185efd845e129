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
      throw GeneratorError("the interface has no name: state one, or the function that opens the bridge")
    }
    self.name = IdentifierStyle.snake.join(named)
    openFunction = descriptor.openFunction
    limits = descriptor.limits.map { Limits(payloadSize: $0.payloadSize, nestingDepth: $0.nestingDepth) }
    var types = TypeReader(descriptor.types ?? [])
    (callsToHost, callsToCore) = try Self.read(descriptor.calls, isStream: false, &types)
    (streamsToHost, streamsToCore) = try Self.read(descriptor.streams ?? [], isStream: true, &types)
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
        let context =
          call.typeName.map { $0.hasSuffix("Call") && $0 != "Call" ? String($0.dropLast(4)) : $0 }
          ?? IdentifierStyle.pascal.join(NameWords.of(call.name))
        one.schema = InterfaceCall.Schema(
          fingerprint: call.fingerprint ?? 0,
          request: types.part(request, context),
          response: types.part(response, context + (isStream ? "Element" : "Response")),
          failure: call.failure.map { types.part($0, context + "Failure") })
      }
      read[call.direction] = known + [one]
    }
    return (read[.toHost] ?? [], read[.toCore] ?? [])
  }
}
