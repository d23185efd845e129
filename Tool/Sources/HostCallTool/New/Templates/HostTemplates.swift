// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The hosts of a new package: a program for each language, and the rules that build and run it.
///
/// Each prints the same two lines.
enum HostTemplates {
  static func texts(of language: HostLanguage) -> [(path: String, text: String)] {
    switch language {
    case .c:
      [
        ("hosts/c/main.c", CHostTemplates.main), ("hosts/c/profiles.c", CHostTemplates.profiles),
        ("hosts/c/profiles.h", CHostTemplates.header),
      ]
    case .cpp:
      [
        ("hosts/cpp/main.cpp", CHostTemplates.mainInCpp), ("hosts/cpp/profiles.hpp", CHostTemplates.profilesInCpp),
        ("hosts/cpp/golden.cpp", CHostTemplates.golden), ("hosts/cpp/CMakeLists.txt", CHostTemplates.cmake),
      ]
    case .python:
      [
        ("hosts/python/main.py", ScriptHostTemplates.python),
        ("hosts/python/test_calls.py", ScriptHostTemplates.callsInPython),
      ]
    case .typescript:
      [
        ("hosts/typescript/main.ts", ScriptHostTemplates.typescript),
        ("hosts/typescript/calls.test.ts", ScriptHostTemplates.callsInTypeScript),
        ("hosts/typescript/package.json", "{\n  \"private\": true\n}\n"),
      ]
    }
  }

  /// The rules of the makefile.
  static func rules(of language: HostLanguage) -> String {
    switch language {
    case .c: CHostTemplates.rules
    case .cpp: CHostTemplates.rulesInCpp
    case .python: ScriptHostTemplates.rulesInPython
    case .typescript: ScriptHostTemplates.rulesInTypeScript
    }
  }
}
