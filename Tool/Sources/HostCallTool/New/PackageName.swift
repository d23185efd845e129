// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCallGenerator

/// The name of a new package, such as `Accounts`.
package struct PackageName: Equatable, Sendable {
  /// The name of the package, its library and its modules.
  package let text: String
  /// What the library's C functions and the files of hosts begin with, such as `accounts`.
  package let prefix: String
  /// The name of generated classes, which differs from `text` if that has abbreviations, such as `HttpGate`.
  package let className: String

  private static let longest = 50

  /// Checks a name.
  ///
  /// - Throws: An error that says what was found, and what is expected.
  package init(_ text: String) throws(CommandError) {
    let words = NameWords.of(text)
    guard text.wholeMatch(of: /[A-Z][A-Za-z0-9]*/) != nil else {
      let suggestion = IdentifierStyle.pascal.join(words)
      let isName = suggestion.wholeMatch(of: /[A-Z][A-Za-z0-9]*/) != nil
      throw Self.refusal(
        "found '\(text)', expected letters and digits that begin with a capital letter, such as "
          + (isName ? suggestion : "Accounts"))
    }
    guard text.count <= Self.longest else {
      throw Self.refusal("found \(text.count) characters, expected at most \(Self.longest)")
    }
    let prefix = IdentifierStyle.snake.join(words)
    className = IdentifierStyle.pascal.join(NameWords.of(prefix))
    guard !TakenNames.inSwift.contains(text), !TakenNames.inSwift.contains(className) else {
      throw Self.refusal("found '\(text)', expected a name that no module or type of the new package has")
    }
    let isTaken = [TakenNames.byHosts, TakenNames.inPythonsLibrary].contains { $0.contains(prefix[...]) }
    guard !isTaken, !Emitters.reservedWords.contains(prefix), !prefix.hasPrefix("hostcall") else {
      throw Self.refusal("found '\(text)', expected another: '\(prefix)' is taken in a language of hosts")
    }
    guard !Emitters.usedClasses.contains(className) else {
      throw Self.refusal("found '\(text)', expected another: the code of hosts refers to a class '\(className)'")
    }
    self.text = text
    self.prefix = prefix
  }

  static func refusal(_ message: String) -> CommandError {
    CommandError(status: 64, message: "the name of the package: \(message)")
  }
}
