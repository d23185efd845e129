// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The linker's list of the functions that a library exports.
struct ExportList {
  let file: URL

  /// Takes the file that the options name, or writes one with `hostcall_*` and the library's prefix.
  init(_ options: LibraryOptions, workFolder: URL) throws {
    if let file = options.exports {
      guard FileManager.default.isReadableFile(atPath: file.path) else {
        throw PluginFailure("\(file.path): there is no such file")
      }
      self.file = file
      return
    }
    #if os(macOS)
    file = workFolder.appending(path: options.prefix + ".symbols")
    let text = "_hostcall_*\n_\(options.prefix)_*\n"
    #else
    file = workFolder.appending(path: options.prefix + ".map")
    let text = "{\n  global: hostcall_*; \(options.prefix)_*;\n  local: *;\n};\n"
    #endif
    try Data(text.utf8).write(to: file, options: .atomic)
  }
}
