// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftSyntax

/// The declarations that `@HostInterface` adds beside a protocol: the list of its calls, and the client that makes
/// them.
struct InterfaceText {
  let interface: InterfaceProtocol

  private var access: String { interface.memberAccess }

  // MARK: The interface

  /// The enum with the calls as types.
  var list: String {
    let calls = interface.calls
    var lines = [
      "/// The calls of ``\(interface.name.name)``.",
      "\(interface.availability)\(interface.access)enum \(interface.interface): HostInterface {",
    ]
    lines.append("  \(access)typealias Implementation = any \(interface.name.text)")
    for call in calls { lines += ["", Self.type(of: call, access).indented(by: 1)] }
    lines += ["", "  \(access)static var calls: [HostInterfaceCall<any \(interface.name.text)>] {"]
    if calls.isEmpty {
      lines.append("    []")
    } else {
      lines.append("    [")
      for call in calls { lines += Self.entry(call).map { "      " + $0 } }
      lines.append("    ]")
    }
    return (lines + ["  }", "}"]).joined(separator: "\n")
  }

  private static func entry(_ call: InterfaceCall) -> [String] {
    let arguments = zip(call.fields, call.labels).map { field, label in
      (label.map { $0 + ": " } ?? "") + "call." + field.source
    }
    let method = "implementation.\(call.name.text)(\(arguments.joined(separator: ", ")))"
    let parameters = call.fields.isEmpty ? "implementation, _ in" : "implementation, call in"
    let capacity = call.options.capacity.map { ", capacity: \($0)" } ?? ""
    let start = "HostInterfaceCall(\(call.typeName).self\(capacity)) { \(parameters)"
    return switch call.kind {
    case .stream: [start, "  \(method)", "},"]
    case .event: [start, "  try \(method)", "},"]
    case .call where call.response != nil: [start, "  try await \(method)", "},"]
    case .call: [start, "  try await \(method)", "  return Empty()", "},"]
    }
  }

  private static func type(of call: InterfaceCall, _ access: String) -> String {
    var lines = ["/// The \(call.kind) `\(call.name.name)`."]
    let plain = call.options.format == "raw" ? ", PlainData" : ""
    let conformances = "CBOREncodable, CBORDecodable, HostSchemaProviding\(plain)"
    lines.append("\(access)struct \(call.typeName): \(call.kind.conformance), \(conformances) {")
    if let answer = call.kind.answer {
      lines.append("  \(access)typealias \(answer) = \(call.response ?? "Empty")")
      lines.append("  \(access)typealias Failure = \(call.failure)")
    }
    lines.append("  \(access)static var wireName: String { \(literal(call.wireName)) }")
    if let format = call.options.format { lines.append("  \(access)static var wireFormat: WireFormat { .\(format) }") }
    if call.options.isIdempotent { lines.append("  \(access)static var isIdempotent: Bool { true }") }
    if call.options.dropsNewest { lines.append("  \(access)static var policy: EventPolicy { .dropNewest }") }
    if let text = call.function.documentation {
      lines.append("  \(access)static var documentation: String? { \(literal(text)) }")
    }
    if !call.fields.isEmpty { lines.append("") }
    lines += call.fields.map { "  \(access)var \($0.source): \($0.type!.property)" }
    lines.append("")
    let parameters = call.fields.map { "\($0.declaredLabel): \($0.type!.property)" }.joined(separator: ", ")
    if call.fields.isEmpty {
      lines.append("  \(access)init() {}")
    } else {
      lines.append("  \(access)init(\(parameters)) {")
      lines += call.fields.map { "    self.\($0.source) = \($0.source)" }
      lines.append("  }")
    }
    let text = CodingText(form: .record(call.fields), documentation: call.function.documentation, access: access)
    for member in [text.encoding, text.decoding, text.schema] { lines += ["", member.indented(by: 1)] }
    return (lines + ["}"]).joined(separator: "\n")
  }

  // MARK: The client

  /// The struct that makes the calls.
  var client: String {
    let modifiers = interface.availability + interface.access
    var lines = ["/// Makes the calls of ``\(interface.name.name)``, over a bridge or a client."]
    lines.append("\(modifiers)struct \(interface.client)<Caller: HostCaller>: \(interface.name.text) {")
    lines += [
      "  /// The bridge or the client that makes the calls.",
      "  \(access)let caller: Caller",
      "  /// The maximum time to wait for each answer; `nil` for the calls' own timeouts.",
      "  \(access)let timeout: Duration?",
      "",
      "  /// Creates a client.",
      "  ///",
      "  /// - Parameters:",
      "  ///   - caller: The bridge or the client that makes the calls.",
      "  ///   - timeout: The maximum time to wait for each answer; `nil`, the default, for the calls' own timeouts.",
      "  \(access)init(_ caller: Caller, timeout: Duration? = nil) {",
      "    self.caller = caller",
      "    self.timeout = timeout",
      "  }",
      "",
      "  /// Returns a client that waits for each answer for at most `timeout`.",
      "  \(access)func with(timeout: Duration) -> Self { Self(caller, timeout: timeout) }",
    ]
    for call in interface.calls { lines += ["", method(call).indented(by: 1)] }
    return (lines + ["}"]).joined(separator: "\n")
  }

  private func method(_ call: InterfaceCall) -> String {
    let function = call.function
    let parameters = zip(function.signature.parameterClause.parameters, call.fields).map { parameter, field in
      let label = parameter.secondName == nil ? "" : parameter.firstName.text + " "
      return label.isEmpty
        ? "\(field.declaredLabel): \(field.type!.property)" : "\(label)\(field.source): \(field.type!.property)"
    }
    let arguments = call.fields.map { "\($0.label): \($0.source)" }.joined(separator: ", ")
    let timeout = call.options.timeout.map { "self.timeout ?? (\($0))" } ?? "self.timeout"
    let result = function.signature.returnClause.map { " -> \($0.type.line)" } ?? ""
    var lines: [String] = []
    if let text = function.documentation { lines.append(DocumentationComment.comment(text)) }
    if call.kind == .event {
      lines += [
        "\(access)func \(call.name.text)(\(parameters.joined(separator: ", "))) throws(HostCallError<Never>) {",
        "  try self.caller.emit(\(interface.interface).\(call.typeName)(\(arguments)))",
        "}",
      ]
      return lines.joined(separator: "\n")
    }
    if call.kind == .stream {
      // Not the timeout of the client, which is how long to wait for an answer: a stream may be open for hours.
      lines += [
        "\(access)func \(call.name.text)(\(parameters.joined(separator: ", ")))\(result) {",
        "  self.caller.stream(",
        "    \(interface.interface).\(call.typeName)(\(arguments)), buffer: 16, "
          + "timeout: \(call.options.timeout ?? "nil"), silence: nil)",
        "}",
      ]
      return lines.joined(separator: "\n")
    }
    lines += [
      "\(access)func \(call.name.text)(\(parameters.joined(separator: ", "))) async "
        + "throws(HostCallError<\(call.failure)>)\(result) {",
      "  \(call.response == nil ? "_ = " : "")try await self.caller.call(",
      "    \(interface.interface).\(call.typeName)(\(arguments)), timeout: \(timeout))",
      "}",
    ]
    return lines.joined(separator: "\n")
  }
}

extension InterfaceCall.Kind {
  /// The protocol of the call's type.
  fileprivate var conformance: String {
    switch self {
    case .call: "HostCallable"
    case .stream: "HostStreamable"
    case .event: "HostEvent"
    }
  }

  /// The associated type of what answers; `nil` if nothing does.
  fileprivate var answer: String? {
    switch self {
    case .call: "Response"
    case .stream: "Element"
    case .event: nil
    }
  }
}

extension FieldType {
  /// The type of the property or parameter.
  fileprivate var property: String { isOptional ? optional : text }
}
#endif
