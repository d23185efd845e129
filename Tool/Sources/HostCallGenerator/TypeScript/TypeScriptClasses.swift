// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes the interface of what the host answers, and the class of the core.
struct TypeScriptClasses {
  let model: InterfaceModel
  var calls: TypeScriptCalls

  /// Returns the lines of the interface that a host implements.
  mutating func host() -> [String] {
    var scope = TypeScriptNames.methods(isClient: false)
    var lines = TypeScriptText.comment(["What a host of `\(model.name)` answers."])
    lines.append("export interface \(calls.types.names.host) {")
    for call in model.callsToHost + model.streamsToHost {
      let response = calls.type(call.schema?.response)
      let result = call.isStream ? "AsyncIterable<\(response)> | Iterable<\(response)>" : "Awaitable<\(response)>"
      lines += comment(call)
      lines += signature(
        scope.claim(call.name, .camel), request(call) + ["context: CallContext"], "): \(result);")
    }
    return lines + ["}"]
  }

  /// Returns the lines of the class with a method for each function of the core.
  mutating func client() -> [String] {
    let (client, host) = (calls.types.names.client, calls.types.names.host)
    var lines = TypeScriptText.comment(["The core `\(model.name)`, and the bridge to it."])
    lines += [
      "export class \(client) {", "  readonly bridge: Bridge;", "", "  constructor(bridge: Bridge) {",
      "    this.bridge = bridge;", "  }", "",
    ]
    let open = model.openFunction.map(TypeScriptText.literal) ?? "openFunction"
    let parameter = model.openFunction == nil ? ["openFunction: string"] : []
    lines.append("  /** Opens a bridge, and registers what the host answers. */")
    lines += TypeScriptText.list(
      "static open(", ["library: string"] + parameter + ["host: \(host)", "options?: OpenOptions"], "): \(client) {",
      indent: 2)
    let registrations = registrations()
    let head = "    return new \(client)(Bridge.open(library, \(open), options"
    if registrations.isEmpty {
      lines.append("\(head)));")
    } else {
      lines += ["\(head), bridge => {", "      \(client).register(bridge, host);", "    }));"]
      lines += ["  }", "", "  /** Registers what the host answers, on an open bridge; `open` does that. */"]
      lines += TypeScriptText.list("static register(", ["bridge: Bridge", "host: \(host)"], "): void {", indent: 2)
      lines += registrations
    }
    lines += ["  }", "", "  /** Closes the bridge; see `Bridge.close`. */", "  close(grace?: number): Promise<void> {"]
    lines += ["    return this.bridge.close(grace);", "  }"]
    var scope = TypeScriptNames.methods(isClient: true)
    for call in model.callsToCore + model.streamsToCore { lines += [""] + method(call, &scope) }
    for event in model.eventsToHost { lines += [""] + listeners(event, &scope) }
    for event in model.eventsToCore { lines += [""] + emitter(event, &scope) }
    return lines + ["}"]
  }

  private mutating func registrations() -> [String] {
    var scope = TypeScriptNames.methods(isClient: false)
    var lines: [String] = []
    for call in model.callsToHost + model.streamsToHost {
      let handler = "host.\(scope.claim(call.name, .camel))"
      lines.append("    bridge.\(call.isStream ? "handleStream" : "handle")(\(calls.name(call)), \(handler), host);")
    }
    return lines
  }

  private mutating func method(_ call: InterfaceCall, _ scope: inout NameScope) -> [String] {
    let (request, response) = (request(call), calls.type(call.schema?.response))
    let options = call.isStream ? "options?: StreamOptions" : "options?: CallOptions"
    let result =
      call.isStream ? "CoreStream<\(calls.type(call.schema?.request)), \(response)>" : "Promise<\(response)>"
    let argument = request.isEmpty ? "undefined" : "request"
    return comment(call)
      + signature(scope.claim(call.name, .camel), request + [options], "): \(result) {")
      + [
        "    return this.bridge.\(call.isStream ? "stream" : "call")(\(calls.name(call)), \(argument), options);",
        "  }",
      ]
  }

  private mutating func listeners(_ event: InterfaceEvent, _ scope: inout NameScope) -> [String] {
    let type = calls.type(event.payload)
    let (constant, comment) = (calls.name(event), TypeScriptText.comment([event.documentation], indent: 2))
    return comment
      + signature(
        scope.claim("on \(event.name)", .camel), ["listener: Listener<\(type)>", "options?: ListenerOptions"],
        "): Subscription<\(type)> {")
      + ["    return this.bridge.listen(\(constant), listener, options);", "  }", ""] + comment
      + signature(scope.claim(event.name, .camel), ["options?: ListenerOptions"], "): Events<\(type)> {")
      + ["    return this.bridge.events(\(constant), options);", "  }"]
  }

  private mutating func emitter(_ event: InterfaceEvent, _ scope: inout NameScope) -> [String] {
    let type = calls.type(event.payload)
    return TypeScriptText.comment([event.documentation], indent: 2)
      + signature(scope.claim("emit \(event.name)", .camel), type == "void" ? [] : ["event: \(type)"], "): void {")
      + ["    this.bridge.emit(\(calls.name(event)), \(type == "void" ? "undefined" : "event"));", "  }"]
  }

  private func comment(_ call: InterfaceCall) -> [String] {
    TypeScriptText.comment([call.documentation, calls.failure(call).map { "@throws \($0)" }], indent: 2)
  }

  private func request(_ call: InterfaceCall) -> [String] {
    let type = calls.type(call.schema?.request)
    return type == "void" ? [] : ["request: \(type)"]
  }

  private func signature(_ name: String, _ parameters: [String], _ tail: String) -> [String] {
    TypeScriptText.list("\(name)(", parameters, tail, indent: 2)
  }
}
