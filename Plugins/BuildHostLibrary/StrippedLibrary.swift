// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// A copy of a library without the symbols that only debuggers need.
struct StrippedLibrary {
  let built: URL

  /// Writes the copy beside its place, and then moves it there, so that a process that has loaded the old one keeps it.
  func write(to target: URL, _ context: PluginContext) throws {
    let copy = target.appendingPathExtension("new")
    try? FileManager.default.removeItem(at: copy)
    let process = Process()
    #if os(macOS)
    process.executableURL = URL(filePath: "/usr/bin/strip")
    process.arguments = ["-x", "-o", copy.path, built.path]
    #else
    process.executableURL = try context.tool(named: "llvm-objcopy").url  // part of Swift
    process.arguments = ["--strip-all", built.path, copy.path]
    #endif
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw PluginFailure("\(process.executableURL?.path ?? "strip") ended with \(process.terminationStatus)")
    }
    guard rename(copy.path, target.path) == 0 else {
      throw PluginFailure("\(target.path) cannot be written: \(String(cString: strerror(errno)))")
    }
  }
}
