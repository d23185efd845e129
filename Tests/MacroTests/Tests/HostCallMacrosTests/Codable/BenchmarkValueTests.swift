// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwiftParser
import SwiftSyntax
import Testing

/// The benchmarks contain expansions as text, so that they build without swift-syntax.
@Suite("The values of the benchmarks")
struct BenchmarkValueTests {
  private static let file = URL(filePath: #filePath)
    .appending(path: "../../../../../../Benchmarks/Sources/Benchmarks/DirectValues.swift").standardized

  @Test("the conformances in the benchmarks are what @HostCodable writes")
  func expansions() throws {
    let committed = try String(contentsOf: Self.file, encoding: .utf8)
    let found = conformances(in: committed)
    let declarations = committed.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) == "// @HostCodable" ? "@HostCodable" : String($0) }
    let sources = Parser.parse(source: declarations.joined(separator: "\n")).statements
      .filter { !$0.item.is(ExtensionDeclSyntax.self) }
    let expansion = Expansion(of: sources.map(\.description).joined(separator: "\n"))
    #expect(expansion.diagnostics == [])
    let expected = conformances(in: expansion.source)
    #expect(expected.count == 4)
    for (type, text) in expected {
      #expect(found[type] == text, "\(type): \(expansion.source)")
    }
    #expect(found.keys.sorted() == expected.keys.sorted())
  }

  /// Returns the tokens of the extensions, without the commas that only the formatter adds, by the extended type.
  private func conformances(in source: String) -> [String: [String]] {
    var result: [String: [String]] = [:]
    for each in Parser.parse(source: source).statements.compactMap({ $0.item.as(ExtensionDeclSyntax.self) }) {
      let tokens = each.tokens(viewMode: .sourceAccurate).map(\.text)
      result[each.extendedType.trimmedDescription] = tokens.indices.compactMap { place in
        tokens[place] == "," && tokens[place + 1] == "]" ? nil : tokens[place]
      }
    }
    return result
  }
}
