// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes a module in TypeScript for the package in `Hosts/node`.
package struct TypeScriptEmitter: Emitter {
  package static let language = "typescript"

  package init() {}

  package func files(for model: InterfaceModel) throws(GeneratorError) -> [GeneratedFile] {
    var declarations = TypeScriptDeclarations(model: model, types: TypeScriptTypes(model))
    var parts: [[String]] = []
    let used = usedTypes(model)
    for type in model.types where used.contains(type.name) { parts.append(declarations.lines(type)) }
    var calls = TypeScriptCalls(model, declarations.types)
    parts += calls.failureClasses()
    for call in model.callsToHost + model.streamsToHost + model.callsToCore + model.streamsToCore {
      parts.append(calls.definition(call))
    }
    for event in model.eventsToHost + model.eventsToCore { parts.append(calls.definition(event)) }
    var classes = TypeScriptClasses(model: model, calls: calls)
    parts += [classes.host(), classes.client()]
    let body = parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    return [GeneratedFile(path: "\(model.name).ts", text: "\(head(body))\n\n\(body)\n")]
  }

  /// The named types that occur in the module: not those of requests and responses that are empty, which are `void`.
  private func usedTypes(_ model: InterfaceModel) -> Set<String> {
    let calls = model.callsToHost + model.streamsToHost + model.callsToCore + model.streamsToCore
    let parts =
      calls.compactMap(\.schema).flatMap { [$0.request, $0.response] }
      + (model.eventsToHost + model.eventsToCore).map(\.payload)
    var pending = parts.filter { !model.isEmpty($0) }.map(\.type) + calls.compactMap { $0.schema?.failure?.type }
    var used: Set<String> = []
    while let next = pending.popLast() {
      if case .named(let name) = next, used.insert(name).inserted { pending += model.type(named: name)?.parts ?? [] }
      pending += next.parts
    }
    return used
  }

  /// The imports that the code uses.
  ///
  /// Types are imported as such, so that tools which only remove types understand it.
  private func head(_ body: String) -> String {
    let types = [
      "CallContext", "CallDefinition", "CallOptions", "CoreStream", "EventDefinition", "Events", "Listener",
      "ListenerOptions", "OpenOptions", "StreamOptions", "Subscription",
    ]
    let lines = body.split(separator: "\n").map { $0.drop { $0 == " " } }
    let code = lines.filter { !$0.hasPrefix("/*") && !$0.hasPrefix("*") }.joined(separator: " ")
    let words = Set(code.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    var head = ["// Written by `hostcall generate typescript`. Do not edit.", "/* eslint-disable */", ""]
    let values = ["Bridge", "CallFailure", "codec"].filter(words.contains)
    head += TypeScriptText.list("import {", values, "} from \"hostcall\";")
    head += TypeScriptText.list("import type {", types.filter(words.contains), "} from \"hostcall\";")
    if words.contains("Awaitable") {
      head += ["", "type Awaitable<Value> = Value | PromiseLike<Value>;"]
    }
    return head.joined(separator: "\n")
  }
}
