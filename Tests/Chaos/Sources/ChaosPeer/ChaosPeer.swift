// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A process of the failure laboratory: a server, or the client whose calls are judged.
///
///     ChaosPeer serve NUMBER LOG
///     ChaosPeer call SECONDS RATE SEED PORT…
@main
struct ChaosPeer {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      switch arguments.first {
      case "serve" where arguments.count == 3:
        try await ChaosServer(number: Int(arguments[1]) ?? 0, log: arguments[2]).run()
      case "call" where arguments.count >= 5:
        let ports = arguments[4...].compactMap { Int($0) }
        try await ChaosClient(
          seconds: Double(arguments[1]) ?? 0, rate: Double(arguments[2]) ?? 0, seed: UInt64(arguments[3]) ?? 0,
          ports: ports
        ).run()
      default:
        FileHandle.standardError.write(
          Data("usage: ChaosPeer serve NUMBER LOG | call SECONDS RATE SEED PORT...\n".utf8))
        exit(64)
      }
    } catch {
      FileHandle.standardError.write(Data("ChaosPeer: \(error)\n".utf8))
      exit(1)
    }
  }

  /// Writes a line at once, so that a kill loses none that came before.
  static func write(_ line: String, to file: FileHandle = .standardOutput) {
    file.write(Data((line + "\n").utf8))
  }

  /// Waits until the standard input ends, which it also does if the laboratory's process ends.
  static func inputEnds() async {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        while readLine() != nil {}
        continuation.resume()
      }
    }
  }
}
