// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes a module in Python, for the package `hostcall` in `Hosts/python`.
package struct PythonEmitter: Emitter {
  package static let language = "python"

  package init() {}

  package func files(for model: InterfaceModel) throws(GeneratorError) -> [GeneratedFile] {
    var module = PythonModule(model)
    let text = module.written.joined(separator: "\n") + "\n"
    return [GeneratedFile(path: PythonNames.module(model.name) + ".py", text: text)]
  }
}
