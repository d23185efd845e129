// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What the README of a new package says about its hosts.
enum HostParagraphs {
  /// How the programs are recorded; nothing, if there is none.
  static func recording(_ hosts: [HostLanguage]) -> String {
    guard let first = hosts.first else { return "" }
    let commands = hosts.map {
      "hostcall record --output .build/\($0.rawValue).log -- \(HostTemplates.command(of: $0))\n"
    }
    return """
      The calls of a host are recorded in the same way, once `make demo` has built it:

      ```sh
      \(commands.joined())\
      hostcall trace .build/\(first.rawValue).log
      ```


      """
  }

  /// The step in which the hosts answer new calls.
  static func answering(_ hosts: [HostLanguage]) -> String {
    guard !hosts.isEmpty else { return "Answer the calls in a host, with what `hostcall generate` writes for it." }
    return "Answer the calls in the hosts; their names there are in the files that were generated.\n"
      + hosts.map {
        let (files, names) = HostTemplates.edited(in: $0)
        return "   - `hosts/\($0.rawValue)`: \(files); the names are in `\(names)`"
      }.joined(separator: "\n")
  }
}
