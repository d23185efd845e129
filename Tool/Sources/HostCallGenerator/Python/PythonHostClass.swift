// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The class of what a host answers: a protocol with a method for each call, stream and event of the core.
struct PythonHostClass {
  let functions: [PythonFunction]
  /// The class's name.
  let name: String
  /// The lines of the class.
  private(set) var lines: [String]
  private var served: [String: [PythonExpression]] = [:]

  init(_ functions: [PythonFunction], _ names: PythonNames) {
    (self.functions, name) = (functions, names.host)
    lines = ["class \(names.host)(Protocol):"]
    lines += PythonText.docstring(
      """
      What the host answers. Inherit from it, or have the same methods.

      A method may be `async`, and then runs on the event loop, or plain, and then must not block. It answers by its \
      result, or by raising an exception.
      """, indent: 4)
    var scope = PythonNames.methods(isClient: false)
    for function in functions {
      let method = scope.claim(function.name, .snake)
      served[function.isEvent ? "events" : function.isStream ? "streams" : "calls", default: []].append(
        "\(PythonText.literal(method)): \(function.reference)")
      let parameters = ["self"] + function.parameters.all.map { "\($0.name): \($0.annotation)" }
      let result =
        function.isEvent
        ? "Awaitable[None] | None"
        : function.isStream
          ? "AsyncIterator[\(function.response)] | Iterable[\(function.response)]"
          : function.response == "None"
            ? "Awaitable[None] | None" : "\(function.response) | Awaitable[\(function.response)]"
      lines += ["", "    @abstractmethod"]
      lines += PythonExpression.group("def \(method)(", parameters.map { .text($0) }, ") -> \(result):")
        .lines(indent: 4)
      lines += PythonText.docstring(Self.documentation(function), indent: 8)
    }
  }

  /// The value of the client's `_served`.
  var servedExpression: PythonExpression {
    .call(
      "interface.Served",
      ["calls", "streams", "events"].map { kind in
        .group("\(kind)={", served[kind] ?? [], "}")
      })
  }

  private static func documentation(_ function: PythonFunction) -> String {
    let text =
      function.documentation ?? "\(function.isEvent ? "Takes" : "Answers") `\(function.name)` of the core."
    guard let failure = function.failure else { return text }
    return text + "\n\nMay raise `\(failure)`."
  }
}
