#if GRPC
  // A source of signals may be used from any thread, which Dispatch does not say yet.
  @unsafe @preconcurrency internal import Dispatch
  internal import HostCall
  internal import HostCallGRPC

  #if canImport(Glibc)
    internal import Glibc
  #else
    internal import Darwin
  #endif

  /// `hostcall serve`: answers calls of what a library exposes, over gRPC.
  struct ServeCommand {
    private let library: String
    private let symbol: String
    private let address: RemoteAddress
    private let security: GRPCSecurity.Server
    private let configuration: HostCallServer.Configuration
    private let grace: Duration

    /// - Parameter arguments: What follows `serve`: options, in any order, each once.
    init(_ arguments: ArraySlice<String>) throws(Failure) {
      var options: [String: String] = [:]
      var isInsecure = false
      var rest = arguments
      let names = ["library", "open", "listen", "tls-cert", "tls-key", "tls-client-ca", "grace", "schema-check"]
      while let argument = rest.popFirst() {
        guard argument.hasPrefix("--") else { throw .usage }
        let name = String(argument.dropFirst(2))
        if name == "insecure" {
          isInsecure = true
          continue
        }
        guard names.contains(name), options[name] == nil, let value = rest.popFirst() else { throw .usage }
        options[name] = value
      }
      guard let library = options["library"], let symbol = options["open"], let listen = options["listen"] else {
        throw .usage
      }
      self.library = library
      self.symbol = symbol
      do throws(HostCallError<Never>) {
        address = try RemoteAddress(listen)
      } catch {
        throw Failure(status: 64, message: "hostcall: --listen: \(error.message)")
      }
      security = try Self.security(options)
      guard let seconds = Double(options["grace"] ?? "10"), seconds >= 0, seconds <= 86_400 else {
        throw Failure(status: 64, message: "hostcall: --grace is a number of seconds, from 0 to a day")
      }
      grace = .seconds(seconds)
      var configuration = HostCallServer.Configuration()
      configuration.allowsPlaintextEverywhere = isInsecure
      switch options["schema-check"] {
      case nil, "strict": configuration.schemaCheck = .strict
      case "warn": configuration.schemaCheck = .warn
      case "off": configuration.schemaCheck = .off
      default: throw Failure(status: 64, message: "hostcall: --schema-check is strict, warn or off")
      }
      self.configuration = configuration
    }

    private static func security(_ options: [String: String]) throws(Failure) -> GRPCSecurity.Server {
      switch (options["tls-cert"], options["tls-key"], options["tls-client-ca"]) {
      case (nil, nil, nil): return .plaintext
      case (let certificates?, let key?, let roots):
        return .tls(identity: GRPCSecurity.Identity(certificates: certificates, privateKey: key), clientRoots: roots)
      default:
        throw Failure(status: 64, message: "hostcall: TLS needs both --tls-cert and --tls-key")
      }
    }

    func run() async throws(Failure) {
      // From here on these signals are only counted.
      let signals = Self.endSignals()
      let core = try CoreLibrary(path: library)
      let bridge = try core.openBridge(symbol)
      let transport = try LibraryTransport(core, bridge)
      let server = HostCallServer(answering: transport, configuration: configuration) { mismatch in
        Output.complain("hostcall: \(mismatch)")
      }
      let bound: RemoteAddress
      do throws(HostCallError<Never>) {
        bound = try await server.start(listening: address, security: security)
      } catch {
        throw .unavailable(error.message)
      }
      try Output.write("listening at \(bound)\n")
      for await _ in signals { break }
      // Who asks a second time does not want to wait for running calls.
      for number in Self.endSignalNumbers { signal(number, SIG_DFL) }
      await server.shutdown(grace: grace)
      try core.close(bridge)
    }

    private static let endSignalNumbers = [SIGTERM, SIGINT]

    /// A value for each SIGTERM and SIGINT, which end the process no more when this has returned.
    private static func endSignals() -> AsyncStream<Void> {
      AsyncStream { continuation in
        let registered = DispatchGroup()
        let sources = endSignalNumbers.map { number in
          registered.enter()
          let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
          source.setEventHandler { continuation.yield() }
          source.setRegistrationHandler {
            #if canImport(Darwin)
              // Not before the source listens: a signal between the two would be lost, where now it ends the process.
              // On Linux Dispatch has a handler of its own, which this would replace.
              signal(number, SIG_IGN)
            #endif
            registered.leave()
          }
          source.resume()
          return source
        }
        registered.wait()
        continuation.onTermination = { _ in for source in sources { source.cancel() } }
      }
    }
  }
#endif
