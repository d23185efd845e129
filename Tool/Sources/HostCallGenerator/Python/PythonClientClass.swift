// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The class of the calls that a core offers: a coroutine for each call, and an iterator for each stream.
struct PythonClientClass {
  /// The lines of the class.
  private(set) var lines: [String]

  init(_ functions: [PythonFunction], _ host: PythonHostClass, _ model: InterfaceModel, _ names: PythonNames) {
    let hostClass = host.functions.isEmpty ? "None" : host.name
    lines = ["class \(names.client)(interface.Client[\(hostClass)]):"]
    lines += PythonText.docstring(
      "The calls that \(model.name) offers. Open it with `\(names.client).open`.", indent: 4)
    lines.append("")
    if let open = model.openFunction { lines.append("    _open_function = \(PythonText.literal(open))") }
    lines += host.servedExpression.lines(indent: 4, prefix: "_served = ")
    var scope = PythonNames.methods(isClient: true)
    for function in functions {
      lines += [""] + Self.method(function, scope.claim(function.name, .snake))
    }
  }

  private static func method(_ function: PythonFunction, _ method: String) -> [String] {
    let metadata = "metadata: Mapping[str, str | bytes] | None = None"
    var parameters = ["self"]
    for field in function.parameters.ordered {
      parameters.append("\(field.name): \(field.annotation)\(field.hasDefault ? " = None" : "")")
    }
    let values = function.parameters.all.map { "\(PythonText.literal($0.name)): \($0.name)" }
    let arguments: [PythonExpression] = [.text(function.reference), .group("{", values.map { .text($0) }, "}")]
    var definition = "def \(method)("
    var result = "None"
    var body: [String]
    if function.isEvent {
      body = PythonExpression.call("self._emit", arguments).lines(indent: 8)
    } else if function.isStream {
      parameters += ["*", "timeout: float | None = None", "silence: float | None = None", metadata, "buffer: int = 16"]
      result = "hostcall.Stream[\(function.response)]"
      body = PythonExpression.call("self._stream", arguments + ["timeout", "metadata", "silence", "buffer"])
        .lines(indent: 8, prefix: "return ")
    } else {
      definition = "async " + definition
      parameters += ["*", "timeout: float | None = None", metadata]
      result = function.response
      body = PythonExpression.call("self._call", arguments + ["timeout", "metadata"])
        .lines(indent: 8, prefix: result == "None" ? "await " : "return await ")
    }
    let head = PythonExpression.group(definition, parameters.map { .text($0) }, ") -> \(result):").lines(indent: 4)
    return head + PythonText.docstring(documentation(function), indent: 8) + body
  }

  private static func documentation(_ function: PythonFunction) -> String {
    let verb = function.isEvent ? "Emits" : function.isStream ? "Opens" : "Calls"
    let text = function.documentation ?? "\(verb) `\(function.name)` of the core."
    guard let failure = function.failure else { return text }
    return text + "\n\nRaises `\(failure)`."
  }
}
