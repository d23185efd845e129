// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The languages in which hosts can be generated.
package enum Emitters {
  /// Every emitter, by language.
  package static let all: [any Emitter.Type] = [
    CEmitter.self, CppEmitter.self, PythonEmitter.self, TypeScriptEmitter.self,
  ]

  /// Returns the emitter of a language; `nil` for one that has none.
  package static func emitter(of language: String) -> (any Emitter)? {
    all.first { $0.language == language }.map { $0.init() }
  }

  /// The classes to which generated code refers, so that those of a core have other names.
  package static var usedClasses: Set<String> { PythonNames.used.union(TypeScriptNames.used) }

  /// The words that no language takes as the name of an interface: each gets an underscore in the languages that have
  /// it.
  package static var reservedWords: Set<String> { PythonNames.keywords.union(CppNames.keywords).union(["std"]) }

  /// The languages, for messages.
  package static var languages: [String] { all.map { $0.language } }
}
