// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The header of a host: what crosses, the class that the host implements, and the one that it calls.
struct CppHeader {
  private let functions: CppFunctions
  private(set) var text = CppText()

  init(_ functions: CppFunctions) {
    self.functions = functions
    text.line("/// What crosses, of each call, stream and event.")
    text.line("namespace methods {")
    text.line()
    for one in functions.toHost + functions.toCore { describe(one) }
    for one in functions.eventsToHost + functions.eventsToCore { describe(one) }
    text.line("}  // namespace methods")
    text.line()
    if !functions.toHost.isEmpty { declareHost() }
    if functions.hasCore { declareCore() }
  }

  private mutating func describe(_ one: CppFunctions.Call) {
    let (schema, types) = (one.call.schema, functions.types)
    text.line("struct \(one.method) {")
    text.line("  static constexpr const char *name = \(CppLiteral.text(one.call.name));")
    text.line("  static constexpr std::uint64_t fingerprint = \(CText.fingerprint(schema?.fingerprint ?? 0));")
    text.line("  static constexpr bool is_stream = \(one.call.isStream);")
    text.line("  using Request = \(schema.map { types.part($0.request) } ?? "hostcall::Plain");")
    text.line("  using Response = \(schema.map { types.part($0.response) } ?? "hostcall::Plain");")
    text.line("  using Failure = \(functions.failure(one.call));")
    text.line("};")
    text.line()
  }

  private mutating func describe(_ one: CppFunctions.Event) {
    text.line("struct \(one.method) {")
    text.line("  static constexpr const char *name = \(CppLiteral.text(one.event.name));")
    text.line("  using Payload = \(functions.types.part(one.event.payload));")
    let policy = one.event.policy == .dropNewest ? "newest" : "oldest"
    text.line("  static constexpr hostcall::DropPolicy policy = hostcall::DropPolicy::\(policy);")
    text.line("};")
    text.line()
  }

  private mutating func declareHost() {
    text.line("/// What the host answers: its functions run on the bridge's executor, and may be coroutines.")
    text.line("///")
    text.line("/// An exception is reported to the core as an error with its type and text.")
    text.line("class Host {")
    text.line(" public:")
    text.line("  virtual ~Host() = default;")
    for one in functions.toHost {
      text.line()
      text.documentation(one.call.documentation ?? "Answers `\(one.call.name)`.", indentation: 2)
      let request = functions.hasRequest(one.call) ? ["\(functions.request(one.call)) request"] : []
      let sender = one.call.isStream ? ["hostcall::Sender<\(functions.response(one.call))> items"] : []
      text.declaration(
        "  virtual \(functions.answer(one.call)) \(one.function)", request + sender + ["hostcall::Call call"],
        tail: " = 0;")
    }
    text.line("};")
    text.line()
    text.line("/// Registers the host's functions, all or none. A core whose calls have changed refuses them in words.")
    text.line("hostcall::Result<> register_host(const hostcall::Bridge &bridge, std::shared_ptr<Host> host);")
    text.line()
  }

  private mutating func declareCore() {
    text.line("/// What the core offers. May be copied, and used on any thread.")
    text.line("class Core {")
    text.line(" public:")
    text.line("  explicit Core(const hostcall::Bridge &bridge) : bridge_(bridge.state()) {}")
    for one in functions.toCore {
      text.line()
      text.documentation(one.call.documentation ?? "Calls `\(one.call.name)`.", indentation: 2)
      let request = functions.hasRequest(one.call) ? [functions.parameter(functions.request(one.call), "request")] : []
      text.declaration(
        "  \(functions.result(one.call)) \(one.function)",
        request + ["const hostcall::CallOptions &options = hostcall::no_options()"],
        tail: " const;")
    }
    for one in functions.eventsToHost {
      text.line()
      text.documentation(one.event.documentation ?? "Listens to `\(one.event.name)`.", indentation: 2)
      text.declaration(
        "  hostcall::Result<hostcall::Subscription> \(one.function)",
        ["hostcall::Listener<methods::\(one.method)> listener", "const hostcall::ListenerOptions &options = {}"],
        tail: " const;")
    }
    for one in functions.eventsToCore {
      text.line()
      text.documentation(one.event.documentation ?? "Emits `\(one.event.name)`.", indentation: 2)
      let event = functions.parameter(functions.types.value(one.event.payload), "event")
      text.declaration("  hostcall::Result<> \(one.function)", [event], tail: " const;")
    }
    text.line()
    text.line(" private:")
    text.line("  std::shared_ptr<hostcall::BridgeState> bridge_;")
    text.line("};")
    text.line()
  }
}
