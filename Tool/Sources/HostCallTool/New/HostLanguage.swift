// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// A language in which a new package has a host.
package enum HostLanguage: String, CaseIterable, Sendable {
  case c, cpp, python, typescript

  /// Reads a list with commas, in the order of the languages; an empty one is no host.
  package static func list(_ text: String) throws -> [HostLanguage] {
    let names = text.split(separator: ",").map { String($0.filter { $0 != " " }) }
    if let unknown = names.first(where: { HostLanguage(rawValue: $0) == nil }) {
      let all = allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("The language '\(unknown)' is unknown; expected some of \(all), with commas between them.")
    }
    return allCases.filter { names.contains($0.rawValue) }
  }
}
