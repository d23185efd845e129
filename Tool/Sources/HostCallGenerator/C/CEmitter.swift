// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes hosts in C11 on the runtime in `Hosts/c`: a header, and a source with the descriptions of its types.
package struct CEmitter: Emitter {
  package static var language: String { "c" }

  package init() {}

  package func files(for model: InterfaceModel) throws(GeneratorError) -> [GeneratedFile] {
    let interface = try CInterface(model)
    return [
      GeneratedFile(path: "\(interface.prefix)_host.h", text: CHeader(interface).text),
      GeneratedFile(path: "\(interface.prefix)_host.c", text: CSource(interface).text),
    ]
  }
}
