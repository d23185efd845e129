// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostCall
internal import HostCallGenerator

/// `hostcall generate LANGUAGE (--library LIB --open SYM | --descriptor FILE | --server ADDRESS) --output DIR [--name
/// N] [--check]`: writes what a host compiles against.
struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Writes the typed side of a host for a core, from its descriptor.",
    discussion: """
      The same descriptor results in the same files. Prints the files that it has written: those that were missing or \
      have changed. With --check nothing is written.
      """)

  @Argument(help: "The language: \(Emitters.languages.joined(separator: ", ")).")
  var language: String

  @OptionGroup var source: DescriptorSource

  @Option(help: "The folder for the files; created if it is missing.", completion: .directory)
  var output: String

  @Option(help: "The name of the interface; by default that of the function that opens the bridge, without open.")
  var name: String?

  @Flag(help: "Compare instead: name the first difference of each file, and exit with 1 if there is one.")
  var check = false

  func validate() throws {
    guard Emitters.emitter(of: language) != nil else {
      throw ValidationError(
        "The language '\(language)' is unknown; expected one of \(Emitters.languages.joined(separator: ", ")).")
    }
  }

  func run() async throws {
    let files = try files(of: try await source.read())
    let folder = OutputFolder(path: output)
    guard check else {
      let written = try folder.write(files)
      return try Output.write(written.map { "\($0): written\n" }.joined())
    }
    let differences = try folder.differences(from: files)
    guard differences.isEmpty else { throw CommandError(status: 1, message: differences.joined(separator: "\n")) }
  }

  private func files(of descriptor: HostCallDescriptor) throws(CommandError) -> [GeneratedFile] {
    guard let emitter = Emitters.emitter(of: language) else { return [] }
    do {
      return try emitter.files(for: try InterfaceModel(descriptor, name: name))
    } catch {
      throw .malformedData(error.message)
    }
  }
}
