// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `hostcall schema …`: prints the calls of a core, and compares those of two versions.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the calls of a core, and compares those of two versions.",
    subcommands: [PrintSchemaCommand.self, CheckSchemasCommand.self], defaultSubcommand: PrintSchemaCommand.self)
}
