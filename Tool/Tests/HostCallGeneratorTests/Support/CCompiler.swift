// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The system's compiler of C, or that of the environment variable `CC`.
enum CCompiler {
  /// Compiles a source with all warnings, but writes no code.
  ///
  /// - Parameters:
  ///   - header: The header that the source includes, in a folder of its own.
  ///   - standard: The language, such as `c11`.
  /// - Returns: What the compiler says; empty if there is nothing wrong.
  static func check(_ source: String, header: (path: String, text: String), standard: String) throws -> String {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appending(path: UUID().uuidString)
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    try header.text.write(to: folder.appending(path: header.path), atomically: false, encoding: .utf8)
    let file = folder.appending(path: "source.c")
    try source.write(to: file, atomically: false, encoding: .utf8)
    var root = Descriptors.folder
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", #"exec "${CC:-$(command -v cc || command -v clang)}" "$@""#, "sh", "-std=\(standard)", "-Wall", "-Wextra",
      "-Wpedantic", "-Wconversion", "-Wshadow", "-fsyntax-only", "-I", root.appending(path: "Hosts/c/include").path,
      "-I", root.appending(path: "Sources/CHostBridge/include").path, file.path,
    ]
    let messages = Pipe()
    process.standardError = messages
    try process.run()
    let text = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? text : "status \(process.terminationStatus): \(text)"
  }
}
