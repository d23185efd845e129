// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HostCall
internal import HostCallGRPC

/// A server that records each call that it executes in a file, before it does anything else.
///
/// It prints its port, and shuts down when its standard input ends.
struct ChaosServer {
  let number: Int
  /// The file, to which each process with this number appends.
  let log: String

  func run() async throws {
    let descriptor = open(log, O_WRONLY | O_APPEND | O_CREAT, 0o644)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    let executed = FileHandle(fileDescriptor: descriptor)
    let bridge = HostBridge()
    try handle(RepeatableWork.self, bridge, executed)
    try handle(SingleWork.self, bridge, executed)
    var configuration = HostCallServer.Configuration()
    configuration.transferTimeout = .seconds(3)
    configuration.handshakeTimeout = .seconds(3)
    // Often enough that calls meet a connection that is closing.
    configuration.maximumConnectionAge = .seconds(20)
    let server = HostCallServer(answering: bridge, configuration: configuration)
    guard case .tcp(_, let port) = try await server.start(listening: .tcp(host: "127.0.0.1", port: 0)) else { return }
    ChaosPeer.write("\(port)")
    await ChaosPeer.inputEnds()
    await server.shutdown(grace: .seconds(2))
    await bridge.close()
  }

  private func handle<W: Work>(_ type: W.Type, _ bridge: HostBridge, _ executed: FileHandle) throws {
    try bridge.handle(type) { [number] work, _ in
      ChaosPeer.write("\(work.id)", to: executed)
      try await Task.sleep(for: .milliseconds(work.milliseconds))
      return Answer(id: work.id, server: number, padding: String(repeating: "a", count: work.answerSize))
    }
  }
}
