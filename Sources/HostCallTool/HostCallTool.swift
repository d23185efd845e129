internal import HostCall

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The command-line tool.
@main
struct HostCallTool {
  static let usage = """
    usage: hostcall cbor diag [--pretty] [FILE|-]     prints CBOR in diagnostic notation (RFC 8949, section 8)
           hostcall cbor check [FILE|-]               says whether it is one well-formed item
           hostcall cbor encode [FILE|-]              turns diagnostic notation into CBOR
           hostcall cbor roundtrip [FILE|-]           writes CBOR anew, in its preferred form
           hostcall cbor diag --lines [FILE|-]        reads one message in hex a line, and prints for each
           hostcall cbor roundtrip --lines [FILE|-]   "ok RESULT" or "error CODE OFFSET MESSAGE"
           hostcall cbor encode --lines [FILE|-]      the same with one item in notation a line
           hostcall fixtures verify DIR               whether all *.cbor in DIR and below are well-formed, in preferred form
           hostcall fixtures unused DIR [TESTS]       lists the fixtures in DIR that no *.swift in TESTS names; TESTS is the
                                                      folder around DIR unless given
           hostcall schema LIBRARY --open SYMBOL      the calls of a shared library, in CDDL (RFC 8610); SYMBOL is the function
                                                      that opens its bridge, hostcall_bridge SYMBOL(void)
           hostcall schema LIBRARY --open SYMBOL --json   the same as JSON, with fingerprints and outlines
           hostcall serve --library LIBRARY --open SYMBOL --listen unix:PATH|HOST:PORT [--tls-cert FILE --tls-key FILE]
                                                      answers calls of what the library exposes, over gRPC, until SIGTERM
                          [--tls-client-ca FILE]      takes clients only with a certificate of that authority
                          [--insecure]                also without TLS where other machines reach it
                          [--grace SECONDS]           how long running calls may take at the end; 10 unless given
                          [--schema-check strict|warn|off]   what becomes of a call of another schema; strict unless given
           hostcall version                           the version of the C interface
           hostcall help                              this text

    Without a FILE, or with -, the standard input is read.
    Exit status: 0 if all is well, and with --lines whatever the lines hold; 64 for a command that there is not, 65 for
    data that is malformed, 66 for a file that can't be read, 69 for a library whose bridge does not open, for gRPC
    that is not built in, and where it can't listen, 74 for output that can't be written.
    """

  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do throws(Failure) {
      switch arguments.first {
      case "cbor": try CBORCommand(arguments.dropFirst()).run()
      case "fixtures": try FixturesCommand(arguments.dropFirst()).run()
      case "schema": try SchemaCommand(arguments.dropFirst()).run()
      case "serve": try await serve(arguments.dropFirst())
      case "version" where arguments.count == 1: try Output.write("C interface \(hostcall_abi_version())\n")
      case "help", "--help", "-h": try Output.write(usage + "\n")
      default: throw .usage
      }
    } catch {
      Output.complain(error.message)
      exit(error.status)
    }
  }
}

extension HostCallTool {
  private static func serve(_ arguments: ArraySlice<String>) async throws(Failure) {
    #if GRPC
      try await ServeCommand(arguments).run()
    #else
      throw .unavailable(
        "this tool was built without gRPC; build it with: swift build --traits GRPC --product hostcall")
    #endif
  }
}

/// Why the tool stops: what it says, and its exit status, which is one of sysexits(3).
struct Failure: Error {
  let status: Int32
  let message: String

  static let usage = Failure(status: 64, message: HostCallTool.usage)

  static func malformedData(_ message: String) -> Failure { Failure(status: 65, message: "hostcall: " + message) }

  static func noInput(_ message: String) -> Failure { Failure(status: 66, message: "hostcall: " + message) }

  static func unavailable(_ message: String) -> Failure { Failure(status: 69, message: "hostcall: " + message) }

  static func noOutput(_ message: String) -> Failure { Failure(status: 74, message: "hostcall: " + message) }
}
