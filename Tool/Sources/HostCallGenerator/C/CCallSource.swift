// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes the functions of a call.
struct CCallSource {
  private let call: CCall
  private let types: CTypes

  init(_ call: CCall, _ types: CTypes) { (self.call, self.types) = (call, types) }

  /// The constant that describes the call.
  private var method: String {
    let members = [
      ".name = \(CText.literal(call.call.name))",
      call.call.schema == nil ? nil : ".fingerprint = \(call.fingerprint)",
      ".request = \(call.request.description)", ".response = \(call.response.description)",
      call.failure.map { ".failure = \($0.description)" }, call.call.isStream ? ".is_stream = true" : nil,
    ]
    return "static const hostcall_typed_method \(call.method) = {\n"
      + members.compactMap { $0 }.map { "    \($0),\n" }.joined() + "};\n\n"
  }

  private func parameter(_ part: CPart, _ name: String) -> [String] {
    part.isEmpty ? [] : [types.parameter(part.type, name)]
  }

  /// The address of a value that a function has as a parameter.
  private func address(_ part: CPart, _ name: String) -> String {
    part.isEmpty ? "NULL" : part.type.isPassedByValue ? "&\(name)" : name
  }

  /// A value at an address, as a function of the host receives it.
  private func value(_ part: CPart, _ name: String) -> [String] {
    guard !part.isEmpty else { return [] }
    guard part.type.isPassedByValue else { return [name] }
    return ["*(\(types.pointer(to: part.type)))\(name)"]
  }

  /// A function: its head, and a body of statements.
  static func function(_ start: String, _ parameters: [String], _ body: [String]) -> String {
    let head = CText.call(start, parameters, ") {")
    let line = "\(head) \(body.joined(separator: " ")) }"
    if body.count == 1, !line.contains("\n"), line.count <= CText.width { return line + "\n\n" }
    return head + "\n" + body.map { "  \($0)\n" }.joined() + "}\n\n"
  }

  private func statement(_ start: String, _ arguments: [String], _ end: String = ");") -> String {
    String(CText.call("  " + start, arguments, end).dropFirst(2))
  }

  // MARK: Calls to the host

  /// A function that calls one of the host's, whose type it restores.
  ///
  /// - Parameters:
  ///   - suffix: What its name and that of the type end with.
  ///   - passed: The parameters between the handle and `user_data` of the host's function.
  ///   - taking: Those of the function here.
  ///   - body: Statements before the call.
  ///   - values: What is passed.
  private func trampoline(
    _ suffix: String, passed: [String], taking: [String], body: [String] = [], values: [String]
  ) -> String {
    let name = call.handleName
    return Self.function(
      "static void \(call.base)_\(suffix)(",
      ["hostcall_typed_function function", "hostcall_typed_call base"] + taking + ["void *user_data"],
      body + [
        statement("typedef void (*typed)(", ["\(call.handle) \(name)"] + passed + ["void *user_data"]),
        "\(call.handle) \(name) = {base};",
        "((typed)function)(\(([name] + values + ["user_data"]).joined(separator: ", ")));",
      ])
  }

  var toHost: String {
    let (base, name) = (call.base, call.handleName)
    let handle = "\(call.handle) \(name)"
    let function = Self.function
    var text = method
    text += trampoline(
      "invoke", passed: parameter(call.request, "request"), taking: ["const void *request"],
      body: call.request.isEmpty ? ["(void)request;"] : [], values: value(call.request, "request"))
    let isStream = call.call.isStream
    text += trampoline(
      "cancel", passed: isStream ? ["uint64_t taken"] : [], taking: ["uint64_t taken"],
      body: isStream ? [] : ["(void)taken;"], values: isStream ? ["taken"] : [])
    if isStream {
      text += trampoline("credited", passed: ["uint32_t more"], taking: ["uint32_t more"], values: ["more"])
      for suffix in ["", "_wait"] {
        text += function(
          "int32_t \(base)_send\(suffix)(", [handle] + parameter(call.response, "item"),
          ["return hostcall_typed_send\(suffix)(stream.base, \(address(call.response, "item")));"])
      }
      text += function("int32_t \(base)_end(", [handle], ["return hostcall_typed_end(stream.base);"])
    } else {
      text += function(
        "int32_t \(base)_reply(", [handle] + parameter(call.response, "response"),
        ["return hostcall_typed_reply(call.base, \(address(call.response, "response")));"])
    }
    if let failure = call.failure {
      text += function(
        "int32_t \(base)_fail(", [handle] + parameter(failure, "failure"),
        ["return hostcall_typed_reply_failure(\(name).base, \(address(failure, "failure")));"])
    }
    return text
      + function(
        "int32_t \(base)_error(", [handle, "int32_t code", "const char *message"],
        ["return hostcall_typed_reply_error(\(name).base, code, message);"])
  }

  /// The element of the array that is registered.
  var handler: String {
    let base = call.base
    var members = [
      ".method = &\(call.method)", ".answer = (hostcall_typed_function)handlers->\(call.member)",
      ".invoke = \(base)_invoke", ".cancelled = (hostcall_typed_function)handlers->\(call.member)_cancelled",
      ".cancel = \(base)_cancel",
    ]
    if call.call.isStream {
      members += [
        ".credited = (hostcall_typed_function)handlers->\(call.member)_credit", ".credit = \(base)_credited",
      ]
    }
    return "      {\n" + members.map { "          \($0),\n" }.joined() + "      },\n"
  }

  // MARK: Calls to the core

  var toCore: String {
    let base = call.base
    let function = Self.function
    var text = method
    var members = [".status = base->status", ".outcome = base->outcome", ".code = base->code"]
    members.append(".message = base->message")
    if !call.call.isStream, !call.response.isEmpty { members.append(".response = base->response") }
    if call.failure != nil { members.append(".failure = base->failure") }
    members.append(".arena = base->arena")
    text += function(
      "static \(base)_result \(base)_convert(", ["const hostcall_typed_result *base"],
      ["return (\(base)_result){"] + members.map { "    \($0)," } + ["};"])
    text += function(
      "void \(base)_result_free(", ["\(base)_result *result"],
      [
        "if (result == NULL) return;", "hostcall_typed_arena_free(&result->arena);",
        "*result = (\(base)_result){.message = \"\"};",
      ])
    let callback = call.call.isStream ? "end" : "reply"
    text += function(
      "static void \(base)_deliver(",
      ["hostcall_typed_function \(callback)", "const hostcall_typed_result *base", "void *user_data"],
      [
        CText.assignment("\(base)_result result", "\(base)_convert(base);"),
        "((\(base)_\(callback))\(callback))(&result, user_data);",
      ])
    return text + (call.call.isStream ? stream : single)
  }

  private var made: [String] {
    ["hostcall_bridge bridge"] + parameter(call.request, "request") + ["const hostcall_typed_options *options"]
  }
  private var given: [String] {
    ["core_api()", "bridge", "&\(call.method)", address(call.request, "request"), "options"]
  }

  private var single: String {
    let base = call.base
    return Self.function(
      "int32_t \(base)(", made + ["\(base)_reply reply", "void *user_data", "uint64_t *call_id_out"],
      [
        statement(
          "return hostcall_typed_call_core(",
          given + ["\(base)_deliver", "(hostcall_typed_function)reply", "user_data", "call_id_out"])
      ])
      + Self.function(
        "\(base)_result \(base)_wait(", made,
        [
          "hostcall_typed_result result;", statement("hostcall_typed_call_wait(", given + ["&result"]),
          "return \(base)_convert(&result);",
        ])
  }

  private var stream: String {
    let base = call.base
    return Self.function(
      "static void \(base)_deliver_item(",
      ["hostcall_typed_function received", "const void *item", "void *user_data"],
      (call.response.isEmpty ? ["(void)item;"] : []) + [
        "((\(base)_item)received)(\((value(call.response, "item") + ["user_data"]).joined(separator: ", ")));"
      ])
      + Self.function(
        "int32_t \(base)(",
        made + ["\(base)_item item", "\(base)_end end", "void *user_data", "uint64_t *call_id_out"],
        [
          statement(
            "return hostcall_typed_open_stream(",
            given + [
              "\(base)_deliver_item", "(hostcall_typed_function)item", "\(base)_deliver",
              "(hostcall_typed_function)end", "user_data", "call_id_out",
            ])
        ])
      + Self.function(
        "\(base)_reader \(base)_open(", made,
        [
          "\(base)_reader reader = {NULL};", statement("hostcall_typed_open_reader(", given + ["&reader.base"]),
          "return reader;",
        ])
      + Self.function(
        "\(types.pointer(to: call.response.type))\(base)_next_wait(", ["\(base)_reader reader"],
        ["return hostcall_typed_next_wait(reader.base);"])
      + Self.function(
        "\(base)_result \(base)_close(", ["\(base)_reader reader"],
        [
          "hostcall_typed_result result = hostcall_typed_close_reader(reader.base);",
          "return \(base)_convert(&result);",
        ])
  }
}
