// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes what a header declares for a call.
struct CCallHeader {
  private let call: CCall
  private let types: CTypes

  init(_ call: CCall, _ types: CTypes) { (self.call, self.types) = (call, types) }

  private var fingerprint: String {
    guard let value = call.call.schema?.fingerprint else { return "" }
    return "#define \(call.fingerprint) UINT64_C(\(CText.fingerprint(value)))\n"
  }

  private func function(_ comment: String, _ start: String, _ arguments: [String]) -> String {
    CText.comment(comment) + CText.call(start, arguments, ");") + "\n"
  }

  private func value(_ part: CPart, _ name: String) -> [String] {
    part.isEmpty ? [] : [types.parameter(part.type, name)]
  }

  // MARK: Calls to the host

  var toHost: String {
    let (base, handle) = (call.base, "\(call.handle) \(call.handleName)")
    let name = call.call.name
    var text = CText.comment("\(call.call.isStream ? "A stream" : "A call") of \(name), which the host answers.")
    text += fingerprint
    text += "typedef struct \(call.handle) {\n  hostcall_typed_call base;\n} \(call.handle);\n"
    if call.call.isStream {
      text += function(
        "Sends an item: HOSTCALL_WOULD_BLOCK without credit.", "int32_t \(base)_send(",
        [handle] + value(call.response, "item"))
      text += function(
        "Sends an item, and waits for credit; not inside a callback.", "int32_t \(base)_send_wait(",
        [handle] + value(call.response, "item"))
      text += function("Ends a stream after its items.", "int32_t \(base)_end(", [handle])
    } else {
      text += function("Answers a call.", "int32_t \(base)_reply(", [handle] + value(call.response, "response"))
    }
    if let failure = call.failure {
      text += function(
        "\(verb) with the failure that it declares.", "int32_t \(base)_fail(", [handle] + value(failure, "failure"))
    }
    text += function(
      "\(verb) with one of gRPC's codes, 1 to 16, or 0 for none, and a message.", "int32_t \(base)_error(",
      [handle, "int32_t code", "const char *message"])
    return text + "\n"
  }

  private var verb: String { call.call.isStream ? "Ends a stream" : "Answers a call" }

  var handlers: String {
    let handle = "\(call.handle) \(call.handleName)"
    var text = CText.comment(call.documentation, indent: "  ")
    text += member("", [handle] + value(call.request, "request"))
    if call.call.isStream {
      text += "  /* May be NULL: `more` items may be sent. */\n"
      text += member("_credit", [handle, "uint32_t more"])
      text += "  /* May be NULL: the stream has ended by itself; answer it nevertheless. */\n"
      text += member("_cancelled", [handle, "uint64_t taken"])
    } else {
      text += "  /* May be NULL: the call has ended by itself; answer it nevertheless. */\n"
      text += member("_cancelled", [handle])
    }
    return text
  }

  private func member(_ suffix: String, _ arguments: [String]) -> String {
    CText.call("  void (*\(call.member)\(suffix))(", arguments + ["void *user_data"], ");") + "\n"
  }

  // MARK: Calls to the core

  var toCore: String {
    let base = call.base
    var text = CText.comment(
      "How a \(call.call.isStream ? "stream" : "call") of \(call.call.name) has ended; see hostcall_typed_result.")
    text += fingerprint
    text += "typedef struct \(base)_result {\n  int32_t status;\n  int32_t outcome;\n  int32_t code;\n"
    text += "  const char *message;\n"
    if !call.call.isStream, !call.response.isEmpty {
      text += "  \(types.pointer(to: call.response.type))response;\n"
    }
    if let failure = call.failure { text += "  \(types.pointer(to: failure.type))failure;\n" }
    text += "  hostcall_typed_arena arena;\n} \(base)_result;\n\n"
    text += "/* Frees what a result refers to. */\nvoid \(base)_result_free(\(base)_result *result);\n\n"
    return text + (call.call.isStream ? stream : single)
  }

  private var made: [String] { ["hostcall_bridge bridge"] + value(call.request, "request") + [Self.options] }
  private static let options = "const hostcall_typed_options *options"

  private func described(_ text: String) -> String {
    (call.documentation.isEmpty ? "" : call.documentation + "\n") + text
  }

  private var single: String {
    let base = call.base
    return CText.call(
      "typedef void (*\(base)_reply)(", ["const \(base)_result *result", "void *user_data"], ");") + "\n\n"
      + function(
        described("`reply` runs once, on a thread of the bridge. `options` and `call_id_out` may be NULL."),
        "int32_t \(base)(", made + ["\(base)_reply reply", "void *user_data", "uint64_t *call_id_out"]) + "\n"
      + function(
        "Calls and waits; not inside a callback. The caller frees the result.", "\(base)_result \(base)_wait(", made)
      + "\n"
  }

  private var stream: String {
    let base = call.base
    let item = value(call.response, "item") + ["void *user_data"]
    return CText.call("typedef void (*\(base)_item)(", item, ");") + "\n"
      + CText.call("typedef void (*\(base)_end)(", ["const \(base)_result *result", "void *user_data"], ");")
      + "\n\n"
      + function(
        described("`item` runs for each item and `end` once, on a thread of the bridge. hostcall_cancel gives up."),
        "int32_t \(base)(",
        made + ["\(base)_item item", "\(base)_end end", "void *user_data", "uint64_t *call_id_out"]) + "\n"
      + "/* A stream that a thread reads item by item. */\n"
      + "typedef struct \(base)_reader {\n  hostcall_typed_reader *base;\n} \(base)_reader;\n"
      + function("Opens a stream; `base` is NULL on failure.", "\(base)_reader \(base)_open(", made)
      + function(
        "Waits for an item, which is valid until the next call; returns NULL at the end of the stream.",
        "\(types.pointer(to: call.response.type))\(base)_next_wait(", ["\(base)_reader reader"])
      + function(
        "Closes a reader, and gives its stream up if that has not ended. The caller frees the result.",
        "\(base)_result \(base)_close(", ["\(base)_reader reader"]) + "\n"
  }
}
