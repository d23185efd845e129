// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A call or stream in C.
struct CCall {
  // What is declared with the base and a suffix, in the header or in the source only.
  static let toHost = [
    "_FINGERPRINT", "_call", "_reply", "_fail", "_error", "_request", "_method", "_invoke", "_cancel",
  ]
  static let streamToHost = [
    "_FINGERPRINT", "_stream", "_send", "_send_wait", "_end", "_fail", "_error", "_request", "_method", "_invoke",
    "_cancel", "_credited",
  ]
  static let toCore = [
    "_FINGERPRINT", "", "_wait", "_reply", "_result", "_result_free", "_request", "_method", "_convert", "_deliver",
  ]
  static let streamToCore = [
    "_FINGERPRINT", "", "_item", "_end", "_open", "_reader", "_next_wait", "_close", "_result", "_result_free",
    "_request", "_method", "_convert", "_deliver", "_deliver_item",
  ]

  let call: InterfaceCall
  /// What the call's identifiers begin with, such as `profile_core_log_in`.
  let base: String
  /// The member of the struct of handlers.
  let member: String
  let request: CPart
  let response: CPart
  let failure: CPart?

  init(_ call: InterfaceCall, base: String, member: String, _ types: inout CTypes) throws(GeneratorError) {
    (self.call, self.base, self.member) = (call, base, member)
    if let schema = call.schema {
      request = try types.part(schema.request, of: call.name)
      response = try types.part(schema.response, of: call.name)
      if let declared = schema.failure { failure = try types.part(declared, of: call.name) } else { failure = nil }
    } else {
      (request, response, failure) = (.payload, .payload, .payload)
    }
  }

  /// The identifier of the fingerprint.
  var fingerprint: String { "\(base.uppercased())_FINGERPRINT" }
  /// The type of the handle in calls to the host.
  var handle: String { base + (call.isStream ? "_stream" : "_call") }
  var handleName: String { call.isStream ? "stream" : "call" }
  /// The identifier of the constant that describes the call.
  var method: String { "\(base)_method" }

  var documentation: String {
    var text = call.documentation ?? ""
    if call.isIdempotent { text += "\(text.isEmpty ? "" : "\n")Repeating the call has no further effect." }
    return text
  }
}

/// An event in C.
struct CEvent {
  static let suffixes = ["", "_listener", "_event", "_deliver"]

  let event: InterfaceEvent
  /// The function that subscribes, or emits.
  let function: String
  let payload: CPart

  init(_ event: InterfaceEvent, _ function: String, _ payload: CPart) {
    (self.event, self.function, self.payload) = (event, function, payload)
  }

  /// The identifier of the constant that describes the event.
  var constant: String { "\(function)_event" }
}

/// A request, a response, a failure, an item or an event in C.
struct CPart {
  let type: CType
  /// The address of its description.
  let description: String
  /// Whether it is a record without fields, which functions do not pass.
  let isEmpty: Bool

  static let payload = CPart(type: .payload, description: "&hostcall_typed_payload", isEmpty: false)
}
