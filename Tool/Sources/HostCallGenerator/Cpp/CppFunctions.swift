// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The calls, streams and events of an interface, with their identifiers in C++.
struct CppFunctions {
  /// A call or stream, with the name of its struct in `methods` and of its function.
  struct Call {
    var call: InterfaceCall
    var method: String
    var function: String
  }

  /// An event, likewise.
  struct Event {
    var event: InterfaceEvent
    var method: String
    var function: String
  }

  let types: CppTypes
  private(set) var toHost: [Call] = []
  private(set) var toCore: [Call] = []
  private(set) var eventsToHost: [Event] = []
  private(set) var eventsToCore: [Event] = []

  init(_ types: CppTypes) {
    self.types = types
    let model = types.model
    var (methods, host, core) = (CppNames.members(), CppNames.members(), CppNames.members(["bridge_"]))
    for call in model.callsToHost + model.streamsToHost {
      let method = methods.claim(call.name, .snake)
      toHost.append(Call(call: call, method: method, function: host.claim(call.name, .snake)))
    }
    for call in model.callsToCore + model.streamsToCore {
      let method = methods.claim(call.name, .snake)
      toCore.append(Call(call: call, method: method, function: core.claim(call.name, .snake)))
    }
    for event in model.eventsToHost {
      let method = methods.claim("\(event.name)_event", .snake)
      eventsToHost.append(Event(event: event, method: method, function: core.claim("on_\(event.name)", .snake)))
    }
    for event in model.eventsToCore {
      let method = methods.claim("\(event.name)_event", .snake)
      eventsToCore.append(Event(event: event, method: method, function: core.claim("emit_\(event.name)", .snake)))
    }
  }

  /// Whether there is anything that the host may call or listen to.
  var hasCore: Bool { !(toCore.isEmpty && eventsToHost.isEmpty && eventsToCore.isEmpty) }

  func hasRequest(_ call: InterfaceCall) -> Bool {
    call.schema.map { $0.request.isRaw || !types.model.isEmpty($0.request) } ?? true
  }

  func request(_ call: InterfaceCall) -> String { call.schema.map { types.value($0.request) } ?? "hostcall::Bytes" }

  func response(_ call: InterfaceCall) -> String { call.schema.map { types.value($0.response) } ?? "hostcall::Bytes" }

  func failure(_ call: InterfaceCall) -> String { call.schema?.failure.map { types.value($0) } ?? "hostcall::Never" }

  /// What a function of the core returns.
  func result(_ call: InterfaceCall) -> String {
    let (response, failure) = (response(call), failure(call))
    if call.isStream {
      return "hostcall::Stream\(failure == "hostcall::Never" ? "<\(response)>" : "<\(response), \(failure)>")"
    }
    return "hostcall::Pending\(arguments(response, failure))"
  }

  /// What a handler returns.
  func answer(_ call: InterfaceCall) -> String {
    "hostcall::Answer\(arguments(call.isStream ? "hostcall::Nothing" : response(call), failure(call)))"
  }

  /// A parameter that is only read: numbers by value.
  func parameter(_ type: String, _ name: String) -> String {
    let numbers = ["8", "16", "32", "64"].flatMap { ["std::int\($0)_t", "std::uint\($0)_t"] }
    return (["bool", "float", "double"] + numbers).contains(type) ? "\(type) \(name)" : "const \(type) &\(name)"
  }

  /// The arguments of a template, without those that are its defaults.
  private func arguments(_ response: String, _ failure: String) -> String {
    if failure != "hostcall::Never" { return "<\(response), \(failure)>" }
    return response == "hostcall::Nothing" ? "<>" : "<\(response)>"
  }
}
