internal import CBORCodec
internal import HostCall

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The command-line tool. As yet it checks CBOR.
@main
struct HostCallTool {
  private static let usage = """
    usage: hostcall check [FILE]    whether FILE, or the standard input, is one well-formed CBOR item
           hostcall version         the version of the C interface
           hostcall help            this text

    Exit status: 0 if it is, 1 if it is not, 2 if the command or the file can't be used.
    """

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.count) {
    case ("check", 1), ("check", 2): exit(check(file: arguments.count == 2 ? arguments[1] : nil))
    case ("version", 1): print("C interface \(hostcall_abi_version())")
    case ("help", 1), ("--help", 1), ("-h", 1): print(usage)
    default:
      complain(usage)
      exit(2)
    }
  }

  /// Returns the exit status.
  private static func check(file: String?) -> Int32 {
    let bytes: [UInt8]
    do throws(InputError) {
      bytes = try Input.read(file: file)
    } catch {
      complain("hostcall: \(error.message)")
      return 2
    }
    do throws(CBORError) {
      try CBORDecoder().validate(bytes)
    } catch {
      complain("hostcall: \(file ?? "standard input"): \(error)")
      return 1
    }
    print("well-formed: \(bytes.count) bytes")
    return 0
  }
}
