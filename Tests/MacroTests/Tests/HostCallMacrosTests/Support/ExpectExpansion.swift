// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Expects a source to expand without diagnostics to a text.
func expectExpansion(of source: String, _ expected: String, location: SourceLocation = #_sourceLocation) {
  let expansion = Expansion(of: source)
  #expect(expansion.diagnostics == [], sourceLocation: location)
  let (found, wanted) = (lines(expansion.source), lines(expected))
  for (number, (one, other)) in zip(found, wanted).enumerated() where one != other {
    Issue.record("line \(number + 1): found \(one)\nexpected \(other)", sourceLocation: location)
    break
  }
  #expect(found.count == wanted.count, "\(expansion.source)", sourceLocation: location)
}

/// Returns the lines that are not empty, without the spaces at their ends.
private func lines(_ text: String) -> [String] {
  text.split(separator: "\n").map { line in
    var line = line
    while line.last == " " { line.removeLast() }
    return String(line)
  }.filter { !$0.isEmpty }
}
