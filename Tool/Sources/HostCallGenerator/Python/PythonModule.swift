// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A generated module: imports, classes of types, their codecs, calls, what the host answers, and the client.
struct PythonModule {
  private let model: InterfaceModel
  private let reach: PythonReach
  private var types: PythonTypes
  private var functions: [InterfaceDirection: [PythonFunction]] = [:]

  init(_ model: InterfaceModel) {
    self.model = model
    reach = PythonReach(model)
    types = PythonTypes(model)
  }

  /// The lines of the module.
  var written: [String] {
    mutating get {
      var classes: [[String]] = []
      var codecs: [[String]] = []
      for type in model.types where reach.classes.contains(type.name) {
        if case .alias = type.content { continue }
        var declaration = PythonDeclaration(type, isFailure: reach.failures.contains(type.name), &types)
        classes += declaration.classes
        codecs.append(declaration.codec(&types))
        types.defined.insert(type.name)
      }
      for direction in InterfaceDirection.allCases {
        functions[direction] = []
        for call in direction.calls(of: model) {
          let function = PythonFunction(call, &types)
          classes += function.wrapper
          functions[direction, default: []].append(function)
        }
        for event in direction.events(of: model) {
          functions[direction, default: []].append(PythonFunction(event, &types))
        }
      }
      let constants = InterfaceDirection.allCases.flatMap { functions[$0, default: []].map(\.constant) }
      let host = PythonHostClass(functions[.toHost] ?? [], types.names)
      let client = PythonClientClass(functions[.toCore] ?? [], host, model, types.names)
      let usesHost = !host.functions.isEmpty
      let body = classes + codecs + constants + (usesHost ? [host.lines] : []) + [client.lines]
      var lines = header + imports(body.flatMap { $0 })
      for (index, block) in body.enumerated() {
        // Classes are apart from what is around them; constants are below each other.
        let isClass = block.contains { $0.hasPrefix("class ") }
        let followsClass = index > 0 && body[index - 1].contains { $0.hasPrefix("class ") }
        lines += (isClass || followsClass ? ["", ""] : index == 0 ? [""] : []) + block
      }
      return lines
    }
  }

  private var header: [String] {
    [
      "# Written by `hostcall generate python`. Do not edit.",
      "\"\"\"The types, calls, streams and events of \(model.name).\"\"\"", "", "from __future__ import annotations",
      "",
    ]
  }

  /// Returns the imports that the code needs, in the order of `ruff`'s rule I.
  private func imports(_ code: [String]) -> [String] {
    let text = code.joined(separator: "\n")
    func uses(_ name: String) -> Bool { text.contains(name) }
    var plain = types.modules
    if uses("(enum.Enum)") { plain.insert("enum") }
    var lines = plain.sorted().map { "import \($0)" }
    if uses("    @abstractmethod\n") { lines.append("from abc import abstractmethod") }
    let collections = ["AsyncIterator", "Awaitable", "Iterable", "Mapping"].filter { uses(" \($0)[") }
    if !collections.isEmpty { lines.append("from collections.abc import \(collections.joined(separator: ", "))") }
    if uses("@dataclass\n") || uses("@dataclass(") { lines.append("from dataclasses import dataclass") }
    let typing = [
      types.usesAny ? "Any" : nil, uses("(Protocol):") ? "Protocol" : nil,
    ].compactMap { $0 }
    if !typing.isEmpty { lines.append("from typing import \(typing.joined(separator: ", "))") }
    if !lines.isEmpty { lines.append("") }
    if uses("hostcall.DeclaredFailure)") || uses(" hostcall.Stream[") { lines.append("import hostcall") }
    return lines + ["from hostcall import \(uses("codec.") ? "codec, " : "")interface"]
  }
}
