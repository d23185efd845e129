// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// The functions that a library exports, also one for another system.
struct ExportedFunctions {
  /// What the plugin calls to describe the library.
  private static let describing = ["hostcall_describe", "hostcall_close"]

  private let library: String
  private let names: Set<String>

  /// - Parameters:
  ///   - file: The file to read.
  ///   - library: The name of the library, for messages.
  init(of file: URL, _ library: String, _ context: PluginContext) throws {
    self.library = library
    #if os(macOS)
    let lines = try Program(URL(filePath: "/usr/bin/nm")).run(["-gUj", file.path])
    names = Set(lines.split(separator: "\n").map { String($0.hasPrefix("_") ? $0.dropFirst() : $0) })
    #else
    // Part of Swift.
    let program = Program(try context.tool(named: "llvm-nm").url)
    let lines = try program.run(["--dynamic", "--defined-only", "--format=posix", file.path])
    // A line has a name, perhaps with its version, and a type, which is A for the version itself.
    names = Set(
      lines.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ")
        return words.count > 1 && words[1] != "A" ? String(words[0].prefix { $0 != "@" }) : nil
      })
    #endif
  }

  /// Checks that there are functions with which hosts can begin, and those that the plugin needs for a descriptor.
  func check(_ options: LibraryOptions) throws {
    let own = names.filter { name in
      name.hasPrefix(options.prefix + "_") || options.exports != nil && !name.hasPrefix("hostcall_")
    }
    let list = options.exports.map { "\($0.path), the list of --exports" }
    guard !own.isEmpty else {
      throw PluginFailure(
        list.map { "\(library) exports no functions of its own; expected some in \($0)" }
          ?? "\(library) exports no function that begins with \(options.prefix)_; expected --prefix with what its C "
          + "functions begin with, or --exports with a list of them")
    }
    guard let function = options.openFunction else { return }
    guard names.contains(function) else {
      let others = own.sorted().prefix(5).joined(separator: ", ")
      throw PluginFailure(
        "\(library) exports no function \(function), but \(others); expected --open with the function that opens a bridge"
          + (list.map { " and is in \($0)" } ?? "") + ", or --no-descriptor")
    }
    for name in Self.describing where !names.contains(name) {
      throw PluginFailure(
        "\(library) exports no function \(name), which a descriptor needs; expected "
          + (list.map { "hostcall_* in \($0)" } ?? "a library with HostCall") + ", or --no-descriptor")
    }
  }
}
