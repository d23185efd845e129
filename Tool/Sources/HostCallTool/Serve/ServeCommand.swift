// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

#if GRPC
internal import HostCall
internal import HostCallGRPC

/// `hostcall serve`: serves the functions that a library exposes, over gRPC.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves the functions that a shared library exposes, over gRPC, until SIGTERM.")

  @Option(help: "The library.", completion: .file())
  var library: String

  @OptionGroup var open: OpenOption

  @Option(
    help: ArgumentHelp("Where to listen: unix:PATH, HOST:PORT or [ADDRESS]:PORT.", valueName: "address"),
    transform: { text in
      do throws(HostSetupError) {
        return try RemoteAddress(text)
      } catch {
        throw ValidationError(error.message)
      }
    })
  var listen: RemoteAddress

  @OptionGroup(title: "TLS") var tls: TLSOptions

  @OptionGroup(title: "Limits") var limits: LimitOptions

  @Option(help: ArgumentHelp("How long running calls may take at shutdown.", valueName: "seconds"))
  var grace = Seconds(10)

  @Option(help: "What to do with a call whose schema differs from its handler's.")
  var schemaCheck = SchemaCheck.strict

  @Flag(help: "Send the messages of handlers' errors to clients; otherwise they go to standard error.")
  var errorDetails = false

  @Flag(help: "Answer `hostcall schema --server` with the names, types and documentation of all calls.")
  var describe = false

  func run() async throws {
    // From here on, these signals do not end the process.
    let signals = EndSignals.received([EndSignals.terminate, EndSignals.interrupt])
    let core = try CoreLibrary(path: library)
    let bridge = try core.openBridge(open.symbol)
    let transport = try LibraryTransport(core, bridge)
    let server = HostCallServer(
      answering: transport, configuration: configuration,
      onSchemaMismatch: { Output.writeError(PrintableText.of("hostcall: \($0)")) },
      onHandlerError: { Output.writeError(PrintableText.of("hostcall: \($0)")) })
    let bound: RemoteAddress
    do throws(HostSetupError) {
      bound = try await server.start(listening: listen, security: tls.security)
    } catch {
      throw CommandError.unavailable(error.message)
    }
    try Output.write("listening at \(bound)\n")
    for await _ in signals { break }
    // A second signal ends the process without waiting for running calls.
    EndSignals.restore([EndSignals.terminate, EndSignals.interrupt])
    await server.shutdown(grace: grace.duration)
    try core.close(bridge)
  }

  private var configuration: HostCallServer.Configuration {
    var configuration = limits.configuration
    configuration.allowsPlaintextEverywhere = tls.insecure
    configuration.schemaCheck = schemaCheck.value
    configuration.passesErrorDetails = errorDetails
    configuration.describesCalls = describe
    return configuration
  }
}
#else
/// `hostcall serve` in a tool that was built without gRPC.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serves the functions that a shared library exposes, over gRPC; not available in this build.",
    discussion: "To build it in: swift build --package-path Tool --traits GRPC --product hostcall")

  @Argument(parsing: .allUnrecognized, help: .hidden)
  var arguments: [String] = []

  func run() throws {
    throw CommandError.builtWithoutGRPC
  }
}
#endif
