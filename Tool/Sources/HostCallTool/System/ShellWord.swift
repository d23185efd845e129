// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A word of a command that a user may copy into a shell.
package enum ShellWord {
  /// Returns a path as one word, in quotes if a shell would change it.
  ///
  ///     Accounts → Accounts    my app → 'my app'    -x → ./-x
  package static func of(path: String) -> String {
    let word = path.hasPrefix("-") ? "./" + path : path
    guard word.wholeMatch(of: /[A-Za-z0-9_.\/][A-Za-z0-9_.\/:@%+,=~-]*/) == nil else { return word }
    return "'" + word.replacing("'", with: #"'\''"#) + "'"
  }
}
