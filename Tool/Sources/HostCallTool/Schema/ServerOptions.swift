// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostCall

#if GRPC
internal import HostBridgeCore
internal import HostCallGRPC
#endif

/// The options that name a server in place of a library, and say how to connect to it.
struct ServerOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "In place of a library: a server that describes its calls, at unix:PATH, HOST:PORT or [ADDRESS]:PORT.",
      valueName: "address"))
  var server: String?

  @Option(
    name: .customLong("tls-ca"),
    help: ArgumentHelp("The roots to trust, in PEM; by default those of the system.", valueName: "file"),
    completion: .file())
  var roots: String?

  @Option(
    name: .customLong("tls-name"),
    help: ArgumentHelp("The name that the server's certificate must be for; by default the host's.", valueName: "name"))
  var name: String?

  @OptionGroup var own: IdentityOptions

  @Option(
    name: .customLong("token-file"),
    help: ArgumentHelp("A file with the bearer token to send, which needs TLS to another machine.", valueName: "file"),
    completion: .file())
  var tokenFile: String?

  @Flag(help: "Connect to another machine without TLS.")
  var insecure = false

  func validate() throws {
    if insecure, usesTLS { throw ValidationError("--insecure and the options for TLS exclude each other.") }
    if server == nil, insecure || usesTLS || tokenFile != nil {
      throw ValidationError("The options of a connection need --server.")
    }
  }

  private var usesTLS: Bool { roots != nil || name != nil || own.isGiven }

  #if GRPC
  /// How long the server may take.
  private static let timeout = Duration.seconds(30)

  /// Returns the descriptor of a server in CBOR.
  func descriptor(of server: String) async throws(CommandError) -> [UInt8] {
    let transport = try transport(to: server)
    let result: Result<[UInt8], BridgeError>
    do throws(BridgeError) {
      result = .success(try await transport.describeAnswered(timeout: Self.timeout))
    } catch {
      result = .failure(error)
    }
    await transport.close()
    do throws(BridgeError) {
      return try result.get()
    } catch {
      let reason = PrintableText.of("\(error.code): \(error.message)")
      throw .unavailable("\(server) does not describe its calls: \(reason)")
    }
  }

  /// Connects to a server.
  ///
  /// - Returns: The connection, with the descriptor unless the server refuses to describe its calls.
  func connect(to server: String) async throws(CommandError) -> ServerConnection {
    let transport = try transport(to: server)
    let close = { @Sendable in await transport.close() }
    do throws(BridgeError) {
      let descriptor = try await transport.describeAnswered(timeout: Self.timeout)
      return ServerConnection(transport: transport, descriptor: descriptor, close: close)
    } catch {
      if [.unimplemented, .permissionDenied].contains(error.code) {
        return ServerConnection(transport: transport, descriptor: nil, close: close)
      }
      await transport.close()
      throw .unavailable(PrintableText.of("\(server): \(error.code): \(error.message)"))
    }
  }

  /// Creates a transport to a server, which connects when it is first used, and which the caller has to close.
  func transport(to server: String) throws(CommandError) -> GRPCTransport {
    let token = try token()
    do throws(HostSetupError) {
      return try transport(to: try RemoteAddress(server), token: token)
    } catch {
      throw .unavailable(error.message)
    }
  }

  private func transport(to address: RemoteAddress, token: String?) throws(HostSetupError) -> GRPCTransport {
    var configuration = GRPCTransport.Configuration()
    configuration.allowsPlaintextEverywhere = insecure
    let isPlaintext = !usesTLS && (insecure || address.isLocal)
    return try GRPCTransport(
      addresses: [address],
      security: isPlaintext ? .plaintext : .tls(trustRoots: roots, serverName: name, identity: own.identity),
      credentials: token.map { token in .bearer { token } }, configuration: configuration)
  }

  private func token() throws(CommandError) -> String? {
    guard let tokenFile else { return nil }
    let input = try Input(file: tokenFile)
    defer { input.close() }
    let text = String(decoding: try input.readAll(), as: UTF8.self)
    let token = text.prefix { !$0.isWhitespace }
    guard !token.isEmpty else { throw .malformedData("\(input.name): the file does not begin with a token") }
    return String(token)
  }
  #else
  /// Throws an error, since the tool was built without gRPC.
  func connect(to server: String) async throws(CommandError) -> ServerConnection { throw .builtWithoutGRPC }

  /// Throws an error, since the tool was built without gRPC.
  func descriptor(of server: String) async throws(CommandError) -> [UInt8] { throw .builtWithoutGRPC }
  #endif
}
