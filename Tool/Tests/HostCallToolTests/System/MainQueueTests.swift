// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if os(Linux)
import Foundation
import Testing

@Suite("The tool's process")
struct MainQueueTests {
  @Test("a library that loads Foundation, which then takes the main queue over, does not stop the tool")
  func foundation() async throws {
    // Where this program loaded it from, unless it is linked statically.
    let maps = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/maps")).readToEnd() ?? Data()
    guard
      let line = String(decoding: maps, as: UTF8.self).split(separator: "\n").first(where: {
        $0.hasSuffix("/libFoundation.so")
      })
    else { return }
    let tool = Process()
    let programs = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    tool.executableURL = programs.appending(path: "hostcall")
    tool.arguments = ["schema", String(line[(line.firstIndex(of: "/") ?? line.startIndex)...]), "--open", "open"]
    tool.standardError = FileHandle.nullDevice
    try tool.run()
    defer { tool.terminate() }
    for _ in 1...300 where tool.isRunning { try await Task.sleep(for: .milliseconds(100)) }
    try #require(!tool.isRunning, "the tool still runs")
    #expect(tool.terminationStatus == 66)
  }
}
#endif
