// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What a generated interface in C consists of: the model with identifiers and types of C.
struct CInterface {
  /// What every identifier begins with, such as `profile_core`.
  let prefix: String
  let openFunction: String?
  private(set) var callsToHost: [CCall] = []
  private(set) var callsToCore: [CCall] = []
  private(set) var eventsToHost: [CEvent] = []
  private(set) var eventsToCore: [CEvent] = []
  let types: CTypes

  init(_ model: InterfaceModel) throws(GeneratorError) {
    prefix = model.name
    openFunction = model.openFunction
    var names = CNames(prefix: prefix)
    if let openFunction { names.reserve(openFunction) }
    let toHost = model.callsToHost + model.streamsToHost
    let toCore = model.callsToCore + model.streamsToCore
    let hostBases = toHost.map { names.claim($0.name, suffixes: $0.isStream ? CCall.streamToHost : CCall.toHost) }
    let coreBases = toCore.map { names.claim($0.name, suffixes: $0.isStream ? CCall.streamToCore : CCall.toCore) }
    let hostEvents = model.eventsToHost.map { names.claim("on_" + $0.name, suffixes: CEvent.suffixes) }
    let coreEvents = model.eventsToCore.map { names.claim("emit_" + $0.name, suffixes: CEvent.suffixes) }
    for (call, base) in zip(toHost + toCore, hostBases + coreBases) {
      // A request without a name of its own is named after its call.
      guard let request = call.schema?.request, case .named(let type) = request.type,
        type == call.typeName || NameWords.of(type) == Array(NameWords.of(call.typeName).dropLast())
          || IdentifierStyle.snake.join(NameWords.of(type)) == call.name
      else { continue }
      let suffixes = model.type(named: type).map { CCaseNames($0.content).suffixes } ?? []
      names.name(type: type, identifier: base + "_request", suffixes: suffixes)
    }
    var types = CTypes(model, names)
    var members = CMembers()
    for (call, base) in zip(toHost, hostBases) {
      callsToHost.append(try CCall(call, base: base, member: members.claim(call.name), &types))
    }
    for (call, base) in zip(toCore, coreBases) { callsToCore.append(try CCall(call, base: base, member: "", &types)) }
    for (event, name) in zip(model.eventsToHost, hostEvents) {
      eventsToHost.append(CEvent(event, name, try types.part(event.payload, of: event.name)))
    }
    for (event, name) in zip(model.eventsToCore, coreEvents) {
      eventsToCore.append(CEvent(event, name, try types.part(event.payload, of: event.name)))
    }
    types.finish()
    self.types = types
  }
}
