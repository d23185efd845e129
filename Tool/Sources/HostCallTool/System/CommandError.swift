// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An error that ends the tool, with a message and an exit status of sysexits(3).
package struct CommandError: Error {
  package let status: Int32
  package let message: String

  static func malformedData(_ message: String) -> CommandError { CommandError(status: 65, message: message) }

  static func noInput(_ message: String) -> CommandError { CommandError(status: 66, message: message) }

  static func unavailable(_ message: String) -> CommandError { CommandError(status: 69, message: message) }

  static let builtWithoutGRPC = CommandError.unavailable(
    "this tool was built without gRPC; build it with: swift build --package-path Tool --traits GRPC --product hostcall")

  static func noOutput(_ message: String) -> CommandError { CommandError(status: 74, message: message) }
}
