// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The identifiers that C++ and the generated code keep for themselves.
enum CppNames {
  /// The keywords, and names that macros of standard headers may replace.
  static let keywords: Set<String> = [
    "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char",
    "char16_t", "char32_t", "char8_t", "class", "co_await", "co_return", "co_yield", "compl", "concept", "const",
    "const_cast", "consteval", "constexpr", "constinit", "continue", "decltype", "default", "delete", "do", "double",
    "dynamic_cast", "else", "enum", "errno", "explicit", "export", "extern", "false", "float", "for", "friend", "goto",
    "if", "inline", "int", "linux", "long", "major", "minor", "module", "mutable", "namespace", "new", "noexcept",
    "not", "not_eq", "nullptr", "operator", "or", "or_eq", "private", "protected", "public", "register",
    "reinterpret_cast", "requires", "return", "short", "signed", "sizeof", "static", "static_assert", "static_cast",
    "stderr", "stdin", "stdout", "struct", "switch", "template", "this", "thread_local", "throw", "true", "try",
    "typedef", "typeid", "typename", "union", "unix", "unsigned", "using", "virtual", "void", "volatile", "wchar_t",
    "while", "xor", "xor_eq",
  ]

  /// A scope for members, functions and cases.
  static func members(_ others: Set<String> = []) -> NameScope {
    NameScope(reserved: keywords.union(others).union(["hostcall", "std"]))
  }

  /// The scope of an interface's types.
  static var types: NameScope { NameScope(reserved: ["Core", "Host", "NULL", "EOF", "BUFSIZ", "TRUE", "FALSE"]) }

  /// The namespace of an interface, which is also the name of its file.
  static func namespace(_ name: String) -> String {
    var scope = members()
    return scope.claim(name, .snake)
  }
}
