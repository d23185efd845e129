// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostBridgeCore
internal import HostCall

/// `hostcall call (LIBRARY --open SYMBOL | --server ADDRESS) NAME [REQUEST]`: calls a function of a core, and prints
/// its answer.
struct CallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call", abstract: "Calls a function that a shared library or a server exposes, and prints the answer.",
    usage: """
      hostcall call <library> --open <symbol> <name> [<request>] [--answer <name=answer>] ...
      hostcall call --server <address> <name> [<request>] [<options>]
      """,
    discussion: """
      The request is in diagnostic notation (RFC 8949, section 8), which includes JSON: '{"userID": 7}'. Requests and \
      answers are compared with the types that the core describes; raw ones are converted from and to notation.

      The calls that the core makes in turn are answered with --answer, else with --answers, else on the terminal. \
      Without a terminal they fail, and are named on standard error.

      The items of a stream are printed as they come, and its end on standard error. Exit status: 1 for an answer that \
      is no response, which is printed on standard error with its code, its message and the failure; 65 for a request \
      or an --answer that is malformed or of another type, 69 for a name that is not exposed, 130 after ctrl-C, which \
      cancels the call.
      """)

  @Argument(
    help: ArgumentHelp("The library, unless --server is given; the name; and the request, by default {}."),
    completion: .file())
  var words: [String] = []

  @Option(name: .customLong("open"), help: OpenOption.help)
  var symbol: String?

  @OptionGroup(title: "Answers to the core's calls") var answers: AnswerOptions

  @Option(
    help: ArgumentHelp(
      "Read the request from a file, or with - from standard input; in CBOR if its name ends in .cbor.",
      valueName: "file"), completion: .file())
  var requestFile: String?

  @Option(help: ArgumentHelp("How long the call may take.", valueName: "seconds"))
  var timeout: Seconds?

  @OptionGroup var metadata: MetadataOption

  @Flag(help: "Do not compare requests and answers with the core's types.")
  var unchecked = false

  @Flag(help: "Expect a stream, of a server that does not describe its calls.")
  var stream = false

  @Flag var format = AnswerFormat.notation

  @OptionGroup(title: "Server") var server: ServerOptions

  func validate() throws {
    guard (symbol == nil) != (server.server == nil) else {
      throw ValidationError("Expected either a library with --open, or --server.")
    }
    if server.server != nil, answers.isGiven { throw ValidationError("A server's calls cannot be answered.") }
    if server.server == nil, stream { throw ValidationError("--stream needs --server.") }
    let count = symbol == nil ? 1 : 2
    guard (count...count + 1).contains(words.count) else {
      let expected = symbol == nil ? "NAME [REQUEST]" : "LIBRARY NAME [REQUEST]"
      throw ValidationError("Expected \(expected), found \(words.count) words; quote a request that has spaces.")
    }
    if words.count > count, requestFile != nil { throw ValidationError("Expected a request or --request-file.") }
  }

  private var name: String { words[symbol == nil ? 0 : 1] }

  func run() async throws {
    let signals = EndSignals.received([EndSignals.interrupt])
    let call = Task { try await perform() }
    let interrupts = Task {
      for await _ in signals { break }
      if !Task.isCancelled { call.cancel() }
      // A second signal ends the process without waiting for the core.
      EndSignals.restore([EndSignals.interrupt])
    }
    let result = await call.result
    interrupts.cancel()
    if call.isCancelled { throw CommandError(status: 130, message: "\(name): interrupted") }
    try result.get()
  }

  private func perform() async throws {
    guard let symbol else { return try await callServer(server.server ?? "") }
    let core = try CoreLibrary(path: words[0])
    let bridge = try core.openBridge(symbol)
    let result: Result<Void, any Error>
    do {
      result = .success(try await call(core, bridge))
    } catch {
      result = .failure(error)
    }
    try core.close(bridge)
    try result.get()
  }

  private func call(_ core: CoreLibrary, _ bridge: hostcall_bridge) async throws {
    let descriptor = try PrintSchemaCommand.decoded(try core.descriptor(of: bridge), of: core.path)
    let call = try CoreCall.find(name, in: descriptor, of: core.path, isChecked: !unchecked)
    let request = try read(for: call)
    let answers = try answers.read(asks: Input.isTerminal && requestFile != "-")
    let host = try CoreHost(core, bridge, descriptor, answers, isChecked: !unchecked)
    try host.register()
    try await perform(call, request, on: try LibraryTransport(core, bridge, carriesRawBytes: true))
  }

  private func callServer(_ address: String) async throws {
    let connection = try await server.connect(to: address)
    let result: Result<Void, any Error>
    do {
      var call = CoreCall(unlisted: name, isStream: stream)
      if let bytes = connection.descriptor {
        let descriptor = try PrintSchemaCommand.decoded(bytes, of: address)
        call = try CoreCall.find(name, in: descriptor, of: address, isChecked: !unchecked)
      }
      call = call.inCBOR
      result = .success(try await perform(call, try read(for: call), on: connection.transport))
    } catch {
      result = .failure(error)
    }
    await connection.close()
    try result.get()
  }

  /// Returns the bytes of the request.
  private func read(for call: CoreCall) throws(CommandError) -> [UInt8] {
    guard let requestFile else {
      let notation = words.count > (symbol == nil ? 1 : 2) ? words[words.count - 1] : "{}"
      return try read("the request") { () throws(ValueError) in try call.request.bytes(ofNotation: notation) }
    }
    let input = try Input(file: requestFile)
    defer { input.close() }
    let content = try input.readAll()
    return try read(input.name) { () throws(ValueError) in
      if requestFile.hasSuffix(".cbor") { return try call.request.bytes(ofFixture: content) }
      guard let notation = String(validating: content, as: UTF8.self) else {
        throw ValueError("found bytes that are not UTF-8, expected diagnostic notation")
      }
      return try call.request.bytes(ofNotation: notation)
    }
  }

  private func read(_ source: String, _ body: () throws(ValueError) -> [UInt8]) throws(CommandError) -> [UInt8] {
    do throws(ValueError) {
      return try body()
    } catch {
      throw .malformedData("\(source): \(error)")
    }
  }

  private func perform(_ call: CoreCall, _ request: [UInt8], on transport: any HostCallTransport) async throws {
    let printer = AnswerPrinter(call: call, format: format)
    try await HostCallMetadata.withValue(try metadata.metadata) {
      let sent = TransportCall(wireName: call.name, request: request, timeout: timeout?.duration)
      try await printer.print(sent, on: transport)
    }
  }
}
