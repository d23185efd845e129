// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The definitions of a host's functions, in a file of their own: their templates take long to compile.
struct CppSource {
  private(set) var text = CppText()

  init(_ functions: CppFunctions) {
    if !functions.toHost.isEmpty {
      text.line("hostcall::Result<> register_host(const hostcall::Bridge &bridge, std::shared_ptr<Host> host) {")
      text.line("  hostcall::Registrar<Host> registrar(bridge.state(), std::move(host));")
      for one in functions.toHost {
        text.line("  registrar.add<methods::\(one.method), &Host::\(one.function)>();")
      }
      text.line("  return registrar.result();")
      text.line("}")
      text.line()
    }
    for one in functions.toCore { define(one, functions) }
    for one in functions.eventsToHost {
      text.declaration(
        "hostcall::Result<hostcall::Subscription> Core::\(one.function)",
        ["hostcall::Listener<methods::\(one.method)> listener", "const hostcall::ListenerOptions &options"],
        tail: " const {")
      text.line("  return hostcall::subscribe<methods::\(one.method)>(bridge_, std::move(listener), options);")
      text.line("}")
      text.line()
    }
    for one in functions.eventsToCore {
      let event = functions.parameter(functions.types.value(one.event.payload), "event")
      text.declaration("hostcall::Result<> Core::\(one.function)", [event], tail: " const {")
      text.line("  return hostcall::emit<methods::\(one.method)>(bridge_, event);")
      text.line("}")
      text.line()
    }
  }

  private mutating func define(_ one: CppFunctions.Call, _ functions: CppFunctions) {
    let hasRequest = functions.hasRequest(one.call)
    let request = hasRequest ? [functions.parameter(functions.request(one.call), "request")] : []
    text.declaration(
      "\(functions.result(one.call)) Core::\(one.function)", request + ["const hostcall::CallOptions &options"],
      tail: " const {")
    let runtime = one.call.isStream ? "open_stream" : "call_core"
    text.line(
      "  return hostcall::\(runtime)<methods::\(one.method)>(bridge_, \(hasRequest ? "request" : "{}"), options);")
    text.line("}")
    text.line()
  }
}
