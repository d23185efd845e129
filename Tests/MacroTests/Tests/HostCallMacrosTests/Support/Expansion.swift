// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import MacroSources
import SwiftDiagnostics
import SwiftParser
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacroExpansion
import SwiftSyntaxMacros

/// A source with its macros expanded.
struct Expansion {
  let source: String
  /// The diagnostics, each as "line:column: message".
  let diagnostics: [String]

  /// The macros as the compiler knows them, with the conformances that their declarations state.
  private static let macros: [String: MacroSpec] = [
    "HostCodable": MacroSpec(
      type: HostCodableMacro.self, conformances: ["CBOREncodable", "CBORDecodable", "HostSchemaProviding"]),
    "HostInterface": MacroSpec(type: HostInterfaceMacro.self),
    "HostCall": MacroSpec(type: HostCallMacro.self),
  ]

  init(of text: String) {
    let file = Parser.parse(source: text)
    let context = BasicMacroExpansionContext(
      sourceFiles: [file: .init(moduleName: "Tests", fullFilePath: "Tests.swift")])
    let expanded = file.expand(
      macroSpecs: Self.macros,
      contextGenerator: { node in
        BasicMacroExpansionContext(sharingWith: context, lexicalContext: node.allMacroLexicalContexts())
      }, indentationWidth: .spaces(2))
    source = expanded.description
    diagnostics = context.diagnostics.map { diagnostic in
      let place = context.location(
        for: diagnostic.position, anchoredAt: diagnostic.node, fileName: "Tests.swift")
      return "\(place.line):\(place.column): \(diagnostic.message)"
    }
  }
}

/// A source in which a guillemet marks the place of each expected diagnostic.
struct Refused: CustomStringConvertible, Sendable {
  let description: String
  let source: String
  /// The places of the marks, as "line:column".
  let places: [String]
  /// The part of each message that the test expects.
  let reasons: [String]

  init(_ marked: String, _ reasons: String...) {
    description = marked
    self.reasons = reasons
    var places: [String] = []
    var lines: [String] = []
    for (number, line) in marked.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var plain = ""
      for character in line {
        if character == "«" { places.append("\(number + 1):\(plain.utf8.count + 1)") } else { plain.append(character) }
      }
      lines.append(plain)
    }
    self.places = places
    source = lines.joined(separator: "\n")
  }
}
