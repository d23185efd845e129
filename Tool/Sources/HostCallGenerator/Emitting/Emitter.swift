// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes what a host in one language compiles against.
///
/// The same model results in the same bytes. What a language cannot express becomes its type for any value, with a
/// comment that says why, or an error; never code that misreads a message.
package protocol Emitter: Sendable {
  /// The word for the language on the command line, such as `python`.
  static var language: String { get }

  /// Creates the emitter.
  init()

  /// Returns the files of a host.
  func files(for model: InterfaceModel) throws(GeneratorError) -> [GeneratedFile]
}
