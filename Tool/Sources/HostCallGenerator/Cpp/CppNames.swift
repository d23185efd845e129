// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The identifiers that C++ and the generated code keep for themselves.
enum CppNames {
  /// The keywords, and names that macros of standard headers may replace.
  static let keywords = CText.keywords.union(["major", "minor", "module"])

  /// A scope for members, functions and cases.
  static func members(_ others: Set<String> = []) -> NameScope {
    NameScope(reserved: keywords.union(others).union(["hostcall", "std"]))
  }

  /// The scope of an interface's types.
  static var types: NameScope { NameScope(reserved: ["Core", "Host", "NULL", "EOF", "BUFSIZ", "TRUE", "FALSE"]) }

  /// The namespace of an interface, which is also the name of its file.
  static func namespace(_ name: String) -> String {
    var scope = members()
    let space = scope.claim(name, .snake)
    return CppGlobals.contains(space) ? space + "_" : space
  }
}
