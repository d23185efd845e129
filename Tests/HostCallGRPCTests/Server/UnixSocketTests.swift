// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import Foundation
import HostCall
import NIOCore
import NIOPosix
import Testing

@testable import HostCallGRPC

@Suite("Servers at Unix sockets", .timeLimit(.minutes(1)))
struct UnixSocketTests {
  private let bridge = HostBridge()
  private let address = Route.unixSocket.address
  private var path: String { if case .unix(let path) = address { path } else { "" } }

  private func call() async throws -> Int {
    let transport = try GRPCTransport(addresses: [address])
    do {
      let count = try await HostCallClient(transport: transport).call(Count(), timeout: .seconds(20))
      await transport.close()
      return count
    } catch {
      await transport.close()
      throw error
    }
  }

  @Test("a second server is refused, since the path is in use, and the first goes on")
  func inUse() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let first = HostCallServer(answering: bridge)
    _ = try await first.start(listening: address)
    let second = HostCallServer(answering: bridge)
    let error = await #expect(throws: HostSetupError.self) { try await second.start(listening: address) }
    #expect(error?.code == .unavailable && error?.message.contains("in use") == true, "\(String(describing: error))")
    #expect(error?.cause == nil)
    await second.shutdown(grace: .zero)
    #expect(try await call() == 7)
    await first.shutdown(grace: .zero)
    #expect(!FileManager.default.fileExists(atPath: path))
    await bridge.close()
  }

  @Test("a server replaces the file of one that ended without removing it")
  func stale() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    // NIO removes the file of a socket that it has bound itself, so this one is renamed before it closes.
    let killed = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(unixDomainSocketPath: path).get()
    try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
    try await killed.close()
    try FileManager.default.moveItem(atPath: path + ".old", toPath: path)
    let server = HostCallServer(answering: bridge)
    _ = try await server.start(listening: address)
    #expect(try await call() == 7)
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("a server removes neither its successor's file nor a file that is not a socket")
  func otherFiles() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let first = HostCallServer(answering: bridge)
    _ = try await first.start(listening: address)
    try FileManager.default.removeItem(atPath: path)
    let second = HostCallServer(answering: bridge)
    _ = try await second.start(listening: address)
    await first.shutdown(grace: .zero)
    #expect(try await call() == 7)
    await second.shutdown(grace: .zero)

    try Data("precious".utf8).write(to: URL(filePath: path))
    let error = await #expect(throws: HostSetupError.self) {
      try await HostCallServer(answering: bridge).start(listening: address)
    }
    #expect(error?.code == .unavailable && error?.message.contains("not a socket") == true)
    #expect(try String(contentsOf: URL(filePath: path), encoding: .utf8) == "precious")
    try FileManager.default.removeItem(atPath: path)
    await bridge.close()
  }

  @Test("a server keeps the file of a successor that starts while its own connections linger")
  func successor() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let first = HostCallServer(answering: bridge)
    _ = try await first.start(listening: address)
    let silent = try await FrameClient.silence(to: address)
    async let ended: Void = first.shutdown(grace: .seconds(3))
    // A server can be started only once, so each attempt needs a new one.
    var started: HostCallServer?
    for _ in 0..<1000 where started == nil {
      let server = HostCallServer(answering: bridge)
      do throws(HostSetupError) {
        _ = try await server.start(listening: address)
        started = server
      } catch {
        #expect(error.message.contains("in use"), "\(error)")
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    let second = try #require(started)
    await ended
    #expect(try await call() == 7)
    try? await silent.close()
    await second.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("exactly one of many servers that start at once succeeds")
  func manyAtOnce() async throws {
    for round in 0..<10 {
      try await withThrowingTaskGroup(of: HostCallServer?.self) { group in
        for number in 0..<8 {
          group.addTask {
            let own = HostBridge()
            try own.handle(Count.self) { _, _ in number }
            let server = HostCallServer(answering: own)
            do throws(HostSetupError) {
              _ = try await server.start(listening: address)
              return server
            } catch {
              #expect(error.code == .unavailable && error.message.contains("in use"), "\(error)")
              return nil
            }
          }
        }
        var winners: [HostCallServer] = []
        for try await winner in group { if let winner { winners.append(winner) } }
        #expect(winners.count == 1, "round \(round)")
        #expect(try await call() >= 0)
        for winner in winners { await winner.shutdown(grace: .zero) }
      }
    }
  }

  @Test("a server that cannot start leaves no file behind")
  func failedStart() async throws {
    let identity = GRPCSecurity.Identity(certificates: "/no/such/file", privateKey: "/no/such/file")
    let error = await #expect(throws: HostSetupError.self) {
      try await HostCallServer(answering: bridge).start(listening: address, security: .tls(identity: identity))
    }
    #expect(error?.code == .unavailable && error?.message.contains("/no/such/file") == true)
    #expect(!FileManager.default.fileExists(atPath: path))
    await bridge.close()
  }

  @Test("a socket that is bound but cannot listen leaves no file behind")
  func failedListen() async throws {
    let failure = await #expect(throws: UnixSocket.Failure.self) {
      _ = try await UnixSocket.listen(at: path) { _ in EACCES }
    }
    #expect(failure?.cause?.errnoCode == EACCES)
    #expect(!FileManager.default.fileExists(atPath: path))
    await bridge.close()
  }

  @Test("both ends refuse a path that is too long, and say how long it is")
  func tooLong() async throws {
    let long = RemoteAddress.unix(path: "/" + String(repeating: "a", count: 124))
    let error = await #expect(throws: HostSetupError.self) {
      try await HostCallServer(answering: bridge).start(listening: long)
    }
    #expect(error?.code == .invalidArgument && error?.message.contains("125 bytes") == true)
    let atClient = #expect(throws: HostSetupError.self) { try GRPCTransport(addresses: [long]) }
    #expect(atClient?.code == .invalidArgument && atClient?.message.contains("125 bytes") == true)
    await bridge.close()
  }
}
#endif
