// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Which named types a generated module declares, and which of them are raised.
///
/// The record of a request becomes parameters, and an empty response is no value, so neither needs a class by itself.
struct PythonReach {
  /// The named types that have a class.
  private(set) var classes: Set<String> = []
  /// Those that are failures, and so exceptions.
  private(set) var failures: Set<String> = []

  init(_ model: InterfaceModel) {
    var pending: [InterfaceType] = []
    let calls = model.callsToHost + model.callsToCore + model.streamsToHost + model.streamsToCore
    for schema in calls.compactMap(\.schema) {
      pending += Self.parts(of: schema.request, model)
      if !model.isEmpty(schema.response) || schema.response.isRaw { pending.append(schema.response.type) }
      if let failure = schema.failure {
        pending.append(failure.type)
        if case .named(let name) = model.resolved(failure.type) { failures.insert(name) }
      }
    }
    for event in model.eventsToHost + model.eventsToCore { pending += Self.parts(of: event.payload, model) }
    while let next = pending.popLast() {
      guard case .named(let name) = next else {
        pending += next.parts
        continue
      }
      guard classes.insert(name).inserted else { continue }
      pending += model.type(named: name)?.parts ?? []
    }
  }

  private static func parts(of request: InterfacePart, _ model: InterfaceModel) -> [InterfaceType] {
    if let fields = model.parameters(of: request) { return fields.map(\.type) }
    if case .named(let name) = model.resolved(request.type), case .raw? = model.type(named: name)?.content { return [] }
    return [request.type]
  }
}
