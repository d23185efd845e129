internal import ArgumentParser
internal import HostCall

/// `hostcall version`: the version of the C interface.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Prints the version of the C interface; --version that of the tool.")

  func run() throws {
    try Output.write("C interface \(hostcall_abi_version())\n")
  }
}
