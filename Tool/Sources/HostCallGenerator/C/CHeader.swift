// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes the header of a generated host.
struct CHeader {
  private let interface: CInterface
  private var types: CTypes { interface.types }
  private var prefix: String { interface.prefix }

  init(_ interface: CInterface) { self.interface = interface }

  var text: String {
    let guardName = "\(prefix.uppercased())_HOST_H"
    return """
      /* Written by `hostcall generate c`; do not edit. */

      /* The typed side of a host of \(prefix): what the core's calls consist of, and functions for them. The rules on
       * threads, ownership and answers are those of hostcall_typed.h. */
      #ifndef \(guardName)
      #define \(guardName)

      #include "hostcall_typed.h"

      #ifdef __cplusplus
      extern "C" {
      #endif

      \(types.definitions.isEmpty ? "" : "\(heading("Types"))\n\(CTypesHeader(types).text)")\(opening)\
      \(section("Calls and streams that the core makes, and the host answers", callsToHost))\
      \(section("Functions and streams of the core", interface.callsToCore.map { CCallHeader($0, types).toCore }))\
      \(section("Events", events))\
      #ifdef __cplusplus
      }
      #endif

      #endif /* \(guardName) */

      """
  }

  private func heading(_ title: String) -> String {
    "/* -- \(title) \(String(repeating: "-", count: max(3, 100 - title.count))) */\n"
  }

  private func section(_ title: String, _ parts: [String]) -> String {
    parts.isEmpty ? "" : "\(heading(title))\n\(parts.joined())"
  }

  private var opening: String {
    var text = heading("The bridge") + "\n"
    if let function = interface.openFunction {
      text += "/* Opens a bridge, which the host closes with hostcall_close. Returns 0 on failure. */\n"
      text += "hostcall_bridge \(function)(void);\n\n"
    }
    text += CText.comment(
      """
      Uses the functions in the core's table in place of those that the program is linked with: for a core that is \
      loaded, or one of two cores. Before all other functions here.
      """)
    return text + "void \(prefix)_use_api(const hostcall_api *api);\n\n"
  }

  private var callsToHost: [String] {
    guard !interface.callsToHost.isEmpty else { return [] }
    return interface.callsToHost.map { CCallHeader($0, types).toHost } + [handlers]
  }

  private var handlers: String {
    var text = CText.comment(
      """
      The host's functions. Each starts its work and returns, on the thread of the Swift code that calls; the answer \
      may follow later, from any thread. A function that is NULL is not registered. A request is valid until its call \
      is answered.
      """)
    text += "typedef struct \(prefix)_handlers {\n"
    for call in interface.callsToHost { text += CCallHeader(call, types).handlers }
    text += "  /* Runs once, when no function uses `user_data` any more, also if registering fails. May be NULL. */\n"
    text += "  void (*released)(void *user_data);\n"
    text += "} \(prefix)_handlers;\n\n"
    text += CText.comment(
      """
      Registers the host's functions, all or none. A core that has changed since this file was written refuses them \
      with HOSTCALL_SCHEMA_MISMATCH, and hostcall_typed_last_error says what has changed.
      """)
    return text
      + CText.call(
        "int32_t \(prefix)_register(",
        ["hostcall_bridge bridge", "const \(prefix)_handlers *handlers", "void *user_data"], ");") + "\n\n"
  }

  private var events: [String] {
    interface.eventsToHost.map { event in
      let value = event.payload.isEmpty ? [] : [types.parameter(event.payload.type, "event")]
      return CText.call(
        "typedef void (*\(event.function)_listener)(", value + ["uint64_t dropped", "void *user_data"], ");") + "\n\n"
        + CText.comment(
          (event.event.documentation.map { $0 + "\n" } ?? "")
            + "Subscribes a listener to the event \(event.event.name). `listening` and `subscription_out` may be NULL.")
        + CText.call(
          "int32_t \(event.function)(",
          [
            "hostcall_bridge bridge", "\(event.function)_listener listener",
            "const hostcall_typed_listening *listening", "void *user_data", "uint64_t *subscription_out",
          ], ");") + "\n\n"
    }
      + interface.eventsToCore.map { event in
        let value = event.payload.isEmpty ? [] : [types.parameter(event.payload.type, "event")]
        return CText.comment(
          (event.event.documentation.map { $0 + "\n" } ?? "") + "Emits the event \(event.event.name).")
          + CText.call("int32_t \(event.function)(", ["hostcall_bridge bridge"] + value, ");") + "\n\n"
      }
  }
}
