// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostCallGenerator

/// `hostcall schema check OLD NEW`: prints which changes between two descriptors break which side.
struct CheckSchemasCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Prints which changes between two versions of an interface break which side.",
    discussion: """
      OLD and NEW are descriptors, as `hostcall schema --json` or hostcall_describe writes them; one of them may be -, \
      standard input. Prints a line for each change: what NEW has, what OLD has, and whether that breaks an old host with \
      a new core, or a new host with an old core. Exit status: 1 if a change breaks a side, otherwise 0.
      """)

  @Argument(help: "The descriptor before the changes.", completion: .file())
  var old: String

  @Argument(help: "The descriptor after the changes.", completion: .file())
  var new: String

  @Option(
    help: """
      What bridges do about a fingerprint that differs: strict, the default, refuses the host's function or call; with \
      warn only messages that a side cannot read break it.
      """)
  var schemaCheck = Check.strict

  /// The values of `--schema-check`.
  enum Check: String, ExpressibleByArgument, CaseIterable {
    case strict, warn
  }

  func validate() throws {
    if old == "-", new == "-" { throw ValidationError("Only one of the two descriptors can be standard input.") }
  }

  func run() throws {
    let changes = SchemaComparison.changes(
      from: try interface(old), to: try interface(new), isStrict: schemaCheck == .strict)
    try Output.write(changes.isEmpty ? "compatible: nothing has changed\n" : changes.map { "\($0)\n" }.joined())
    if changes.contains(where: { !$0.breaks.isEmpty }) { throw ExitCode(1) }
  }

  private func interface(_ file: String) throws(CommandError) -> InterfaceModel {
    let descriptor = try DescriptorFile.read(file)
    do throws(GeneratorError) {
      let model = try InterfaceModel(descriptor, name: "interface")
      try SchemaComparison.check(model)
      return model
    } catch {
      throw .malformedData("\(file == "-" ? "standard input" : file): \(error.message)")
    }
  }
}
