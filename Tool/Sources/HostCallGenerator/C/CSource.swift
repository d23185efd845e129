// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes the source of a generated host.
struct CSource {
  private let interface: CInterface
  private var types: CTypes { interface.types }
  private var prefix: String { interface.prefix }

  init(_ interface: CInterface) { self.interface = interface }

  var text: String {
    var text = """
      /* Written by `hostcall generate c`; do not edit. */

      #include "\(prefix)_host.h"

      #include <stdatomic.h>

      static _Atomic(const hostcall_api *) loaded_api;

      void \(prefix)_use_api(const hostcall_api *api) { atomic_store(&loaded_api, api); }

      static inline const hostcall_api *core_api(void) {
        const hostcall_api *api = atomic_load(&loaded_api);
        return api != NULL ? api : HOSTCALL_TYPED_DEFAULT_API();
      }


      """
    if let name = enumName { text += "_Static_assert(sizeof(\(name)) == sizeof(int32_t), \"enums have 32 bits\");\n\n" }
    text += CDescriptions(types).text
    for call in interface.callsToHost { text += CCallSource(call, types).toHost }
    if !interface.callsToHost.isEmpty { text += registration }
    for call in interface.callsToCore { text += CCallSource(call, types).toCore }
    for event in interface.eventsToHost { text += CEventSource(event, types).subscription }
    for event in interface.eventsToCore { text += CEventSource(event, types).emission }
    return text.hasSuffix("\n\n") ? String(text.dropLast()) : text
  }

  /// The name of an enum, if there is one.
  private var enumName: String? {
    for definition in types.definitions {
      switch definition.content {
      case .enumeration: return definition.identifier
      case .choices(let kind, _): return kind
      default: break
      }
    }
    return nil
  }

  private var registration: String {
    var text = CText.call(
      "int32_t \(prefix)_register(",
      ["hostcall_bridge bridge", "const \(prefix)_handlers *handlers", "void *user_data"], ") {\n")
    text += "  if (handlers == NULL) return hostcall_typed_register(core_api(), bridge, NULL, 0, NULL, NULL);\n"
    text += "  const hostcall_typed_handler all[] = {\n"
    for call in interface.callsToHost { text += CCallSource(call, types).handler }
    text += "  };\n"
    return text
      + CText.call(
        "  return hostcall_typed_register(",
        ["core_api()", "bridge", "all", "sizeof all / sizeof *all", "handlers->released", "user_data"], ");")
      + "\n}\n\n"
  }
}
