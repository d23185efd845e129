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

  /// What the rules of all hosts use.
  static let sharedRules = """
    # The rules of hosts have paths between apostrophes.
    paths = $(CURDIR) $(PACKAGE)
    quotable = $(if $(findstring ',$(paths)),@echo "found an apostrophe in $(paths); expected paths without" >&2; exit 1)

    """

  /// The command that runs the program with the debug build, once it is built.
  static func command(of language: HostLanguage) -> String {
    switch language {
    case .c: ".build/hosts/c_host"
    case .cpp: ".build/hosts/cpp/host"
    case .python: ".venv/bin/python hosts/python/main.py .build/debug/lib{{Name}}.so"
    case .typescript:
      """
      env NODE_PATH=hosts/typescript/node_modules \\
        node .build/hosts/typescript/main.js .build/debug/lib{{Name}}.so
      """
    }
  }

  /// The files in which calls are answered and made, and the file that has their names.
  static func edited(in language: HostLanguage) -> (files: String, names: String) {
    switch language {
    case .c: ("`profiles.c` and `main.c`", "{{name}}_host.h")
    case .cpp: ("`profiles.hpp` and `main.cpp`", "{{name}}.hpp")
    case .python: ("`main.py` and its test, `test_calls.py`", "{{name}}.py")
    case .typescript: ("`main.ts` and its test, `calls.test.ts`", "{{name}}.ts")
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
