// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Text of C in the form that clang-format leaves as it is, with the options in `Hosts/.clang-format`.
enum CText {
  static let width = 120

  /// A comment, whose paragraphs are wrapped at the width.
  ///
  /// A line is part of the paragraph before it unless it is empty, or begins an item of a list.
  static func comment(_ text: String, indent: String = "") -> String {
    var paragraphs: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      // The backslash first: it becomes a slash, which may end the comment too.
      let safe = line.replacing("\\", with: "/").replacing("*/", with: "* /").replacing("/*", with: "/ *")
      let isSeparate = safe.isEmpty || ["- ", "* ", "  ", "```"].contains { safe.hasPrefix($0) }
      if let last = paragraphs.last, !last.isEmpty, !isSeparate {
        paragraphs[paragraphs.count - 1] = "\(last) \(safe)"
      } else {
        paragraphs.append(safe)
      }
    }
    var lines: [String] = []
    for paragraph in paragraphs { lines += TextWrapping.lines(paragraph, width: width - indent.count - 6) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard !lines.isEmpty else { return "" }
    return "\(indent)/* "
      + lines.enumerated().map { index, line in
        index == 0 ? line : line.isEmpty ? "\n\(indent) *" : "\n\(indent) * \(line)"
      }.joined() + " */\n"
  }

  /// A declaration or a call whose arguments are broken into lines where they do not fit.
  ///
  /// - Parameters:
  ///   - start: What is before the arguments, with the parenthesis.
  ///   - arguments: The arguments.
  ///   - end: What is after them, with the parenthesis.
  static func call(_ start: String, _ arguments: [String], _ end: String) -> String {
    ArgumentWrapping(columns: width, head: start, arguments: arguments, tail: end).declaration.joined(separator: "\n")
  }

  /// A statement that assigns a value, on two lines if it does not fit on one.
  static func assignment(_ target: String, _ value: String) -> String {
    let line = "\(target) = \(value)"
    return line.count + 2 <= width ? line : "\(target) =\n      \(value)"
  }

  /// An initializer: on one line if it fits, and otherwise with a line for each member.
  ///
  /// - Parameters:
  ///   - start: What is before the brace.
  ///   - members: The members.
  ///   - end: What is after the closing brace.
  ///   - indent: The indent of the first line.
  static func braces(_ start: String, _ members: [String], _ end: String, indent: String = "") -> String {
    let line = "\(indent)\(start){\(members.joined(separator: ", "))}\(end)"
    guard line.count > width else { return line }
    return "\(indent)\(start){\n" + members.map { "\(indent)    \($0),\n" }.joined() + "\(indent)}\(end)"
  }

  /// An element of an array of structs, with a line for each member, since short ones would be put in columns.
  static func element(_ members: [String]) -> String {
    "    {\n" + members.map { "        \($0),\n" }.joined() + "    },"
  }

  /// A literal of a string.
  static func literal(_ text: String) -> String {
    var escaped = ""
    for unit in text.utf8 {
      switch unit {
      // Two question marks begin a trigraph.
      case 0x3f where escaped.hasSuffix("?"): escaped += "\\?"
      case 0x22, 0x5c: escaped += "\\" + String(UnicodeScalar(unit))
      case 0x20...0x7e: escaped += String(UnicodeScalar(unit))
      default:
        // Three octal digits, since a hexadecimal escape would swallow digits that follow.
        let octal = String(unit, radix: 8)
        escaped += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
      }
    }
    return "\"\(escaped)\""
  }

  /// A literal of an integer in decimal.
  static func integer(_ text: String) -> String {
    // The smallest integer has no literal, since its positive number does not fit.
    Int64(text) == .min ? "INT64_MIN" : "INT64_C(\(text))"
  }

  /// A literal of a fingerprint in hexadecimal, with all digits.
  static func fingerprint(_ value: UInt64) -> String { "0x\(Hexadecimal.digits(of: value, count: 16))" }

  /// The words that are reserved in C and in C++, in which the header compiles too.
  static let keywords: Set<String> = [
    "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char",
    "char16_t", "char32_t", "char8_t", "class", "co_await", "co_return", "co_yield", "compl", "concept", "const",
    "const_cast", "consteval", "constexpr", "constinit", "continue", "contract_assert", "decltype", "default", "delete",
    "do", "double", "dynamic_cast", "else", "enum", "errno", "explicit", "export", "extern", "false", "float", "for",
    "friend", "goto", "if", "inline", "int", "int16_t", "int32_t", "int64_t", "int8_t", "linux", "long", "mutable",
    "namespace", "new", "noexcept", "not", "not_eq", "nullptr", "operator", "or", "or_eq", "private", "protected",
    "public", "register", "reinterpret_cast", "requires", "restrict", "return", "short", "signed", "size_t", "sizeof",
    "static", "static_assert", "static_cast", "stderr", "stdin", "stdout", "struct", "switch", "template", "this",
    "thread_local", "throw", "true", "try", "typedef", "typeid", "typename", "typeof", "typeof_unqual", "uint16_t",
    "uint32_t", "uint64_t", "uint8_t", "union", "unix", "unsigned", "using", "virtual", "void", "volatile", "wchar_t",
    "while", "xor", "xor_eq",
  ]
}
