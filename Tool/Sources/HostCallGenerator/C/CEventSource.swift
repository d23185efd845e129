// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes the functions of an event.
struct CEventSource {
  private let event: CEvent
  private let types: CTypes

  init(_ event: CEvent, _ types: CTypes) { (self.event, self.types) = (event, types) }

  private var constant: String {
    "static const hostcall_typed_event \(event.constant) = {\n"
      + "    .name = \(CText.literal(event.event.name)),\n    .type = \(event.payload.description),\n"
      + (event.event.policy == .dropNewest ? "    .policy = HOSTCALL_DROP_NEWEST,\n" : "") + "};\n\n"
  }

  var subscription: String {
    let (payload, name) = (event.payload, event.function)
    let value = payload.type.isPassedByValue ? "*(\(types.pointer(to: payload.type)))event, " : "event, "
    return constant
      + CCallSource.function(
        "static void \(name)_deliver(",
        ["hostcall_typed_function listener", "const void *event", "uint64_t dropped", "void *user_data"],
        (payload.isEmpty ? ["(void)event;"] : []) + [
          "((\(name)_listener)listener)(\(payload.isEmpty ? "" : value)dropped, user_data);"
        ])
      + CCallSource.function(
        "int32_t \(name)(",
        [
          "hostcall_bridge bridge", "\(name)_listener listener",
          "const hostcall_typed_listening *listening", "void *user_data", "uint64_t *subscription_out",
        ],
        [
          String(
            CText.call(
              "  return hostcall_typed_subscribe(",
              [
                "core_api()", "bridge", "&\(event.constant)", "listening", "\(name)_deliver",
                "(hostcall_typed_function)listener", "user_data", "subscription_out",
              ], ");"
            ).dropFirst(2))
        ])
  }

  var emission: String {
    let payload = event.payload
    let value = payload.isEmpty ? "NULL" : payload.type.isPassedByValue ? "&event" : "event"
    return constant
      + CCallSource.function(
        "int32_t \(event.function)(",
        ["hostcall_bridge bridge"] + (payload.isEmpty ? [] : [types.parameter(payload.type, "event")]),
        ["return hostcall_typed_emit(core_api(), bridge, &\(event.constant), \(value));"])
  }
}
