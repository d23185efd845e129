// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes hosts in C++20: a header and a source file, on top of the runtime in `Hosts/cpp`.
package struct CppEmitter: Emitter {
  package static let language = "cpp"

  private static let note = "// Written by `hostcall generate cpp`; changes are lost."
  private static let headers = [
    "array", "bit", "cstddef", "cstdint", "map", "memory", "optional", "string", "string_view", "tuple", "utility",
    "variant", "vector",
  ]

  package init() {}

  package func files(for model: InterfaceModel) -> [GeneratedFile] {
    let space = CppNames.namespace(model.name)
    let declarations = CppDeclarations(CppTypes(model))
    let functions = CppFunctions(declarations.types)
    return [
      GeneratedFile(path: "\(space).hpp", text: header(declarations, functions, in: space)),
      GeneratedFile(path: "\(space).cpp", text: source(functions, in: space)),
    ]
  }

  private func header(_ declarations: CppDeclarations, _ functions: CppFunctions, in space: String) -> String {
    var text = CppText()
    text.line(Self.note)
    text.line()
    text.line("#pragma once")
    text.line()
    for header in Self.headers { text.line("#include <\(header)>") }
    text.line()
    text.line("#include \"hostcall/interface.hpp\"")
    text.line()
    let open = functions.types.model.openFunction
    if let open {
      text.line("/// Opens a bridge; 0 on failure.")
      text.line("extern \"C\" hostcall_bridge \(open)(void);")
      text.line()
    }
    text.line("namespace \(space) {")
    text.line()
    text.append(declarations.text)
    text.append(CppHeader(functions).text)
    if let open {
      text.line("/// Opens a bridge of the library that the program is linked with.")
      text.line("inline hostcall::Bridge open_bridge(hostcall::BridgeOptions options = {}) {")
      text.line("  return hostcall::Bridge(hostcall_typed_linked_api(), \(open)(), std::move(options));")
      text.line("}")
      text.line()
    }
    text.line("}  // namespace \(space)")
    return text.text
  }

  private func source(_ functions: CppFunctions, in space: String) -> String {
    var text = CppText()
    text.line(Self.note)
    text.line()
    text.line("#include \"\(space).hpp\"")
    text.line()
    text.line("#include \"hostcall/typed.hpp\"")
    text.line()
    text.line("namespace \(space) {")
    text.line()
    text.append(CppSource(functions).text)
    text.line("}  // namespace \(space)")
    return text.text
  }
}
