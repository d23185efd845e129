// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// A copy of a library without the symbols that only debuggers need.
struct StrippedLibrary {
  let copy: URL
  private let target: URL

  /// - Parameter target: The place of the library, beside which the copy is written.
  init(target: URL) {
    self.target = target
    copy = target.appendingPathExtension("new")
  }

  /// Writes the copy, which leaves the library in its place as it is.
  func write(_ built: URL, _ context: PluginContext) throws {
    remove()
    #if os(macOS)
    try Program(URL(filePath: "/usr/bin/strip")).run(["-x", "-o", copy.path, built.path])
    #else
    // Part of Swift.
    try Program(context.tool(named: "llvm-objcopy").url).run(["--strip-all", built.path, copy.path])
    #endif
  }

  /// Moves the copy to its place, so that a process that has loaded the old library keeps that.
  func move() throws {
    guard rename(copy.path, target.path) == 0 else {
      throw PluginFailure("\(target.path) cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  /// Removes the copy, if there is one.
  func remove() { try? FileManager.default.removeItem(at: copy) }
}
