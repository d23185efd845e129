// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCallTool

/// What the hosts of a new package refer to in what is generated for them: files, modules, classes and functions.
struct PackageReferences {
  private let prefix: String
  private let texts: [String: String]

  init(_ files: [PackageFile], prefix: String) {
    self.prefix = prefix
    let all = files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) }
    texts = Dictionary(all, uniquingKeysWith: { first, _ in first })
  }

  /// References to what the package does not contain.
  var missing: [String] { c + cpp + python + typeScript }

  private var c: [String] {
    let names = Set(texts(in: "hosts/c/", except: "_host").flatMap { words($0.value, #/\b([a-z0-9_]+)\b/#) })
    let generated = Set(words(texts["hosts/c/\(prefix)_host.h"] ?? "", #/\b([a-z0-9_]+)\b/#))
    let used = names.filter { $0.hasPrefix(prefix + "_") && $0 != prefix + "_host" && $0 != prefix + "_host_register" }
    return includes(in: "hosts/c/") + used.subtracting(generated).map { "hosts/c: \($0)" }
  }

  private var cpp: [String] {
    let targets = words(texts["hosts/cpp/CMakeLists.txt"] ?? "", #/add_(?:executable|library)\(\w+ ([^)]*)\)/#)
    let sources = targets.flatMap { $0.split(separator: " ") }
      .filter { $0 != "MODULE" && texts["hosts/cpp/\($0)"] == nil }
    let generated = texts["hosts/cpp/\(prefix).hpp"] ?? ""
    let spaces = words(texts["hosts/cpp/main.cpp"] ?? "", #/\b([a-z0-9_]+)::/#)
      .filter { $0 != "std" && $0 != "hostcall" && !generated.contains("\nnamespace \($0) {") }
    return includes(in: "hosts/cpp/") + sources.map { "CMakeLists.txt: \($0)" } + spaces.map { "main.cpp: \($0)::" }
  }

  private var python: [String] {
    let module = Set(words(texts["hosts/python/\(prefix).py"] ?? "", #/\nclass (\w+)[(:]/#))
    return ["main.py", "test_calls.py"].flatMap { name in
      let text = texts["hosts/python/\(name)"] ?? ""
      let modules = words(text, #/import (\w+) as typed/#).filter { texts["hosts/python/\($0).py"] == nil }
      return (modules + words(text, #/[ (<]typed\.(\w+)/#).filter { !module.contains($0) }).map { "\(name): \($0)" }
    }
  }

  private var typeScript: [String] {
    let module = Set(words(texts["hosts/typescript/\(prefix).ts"] ?? "", #/export (?:class|interface|type) (\w+)/#))
    return ["main.ts", "calls.test.ts"].flatMap { name in
      let text = texts["hosts/typescript/\(name)"] ?? ""
      let modules = words(text, #/from "\.\/(\w+)\.js"/#).filter { texts["hosts/typescript/\($0).ts"] == nil }
      return (modules + words(text, #/[ (<]typed\.(\w+)/#).filter { !module.contains($0) }).map { "\(name): \($0)" }
    }
  }

  /// The headers in a folder that its sources include, and that are neither there nor in a runtime.
  private func includes(in folder: String) -> [String] {
    texts(in: folder, except: nil).flatMap { path, text in
      words(text, #/#include "([^"]+)"/#)
        .filter { !$0.hasPrefix("hostcall") && texts[folder + $0] == nil }.map { "\(path): \($0)" }
    }
  }

  private func texts(in folder: String, except part: String?) -> [String: String] {
    texts.filter { path, _ in path.hasPrefix(folder) && part.map { !path.contains($0) } ?? true }
  }

  private func words(_ text: String, _ pattern: Regex<(Substring, Substring)>) -> [String] {
    text.matches(of: pattern).map { String($0.output.1) }
  }
}
