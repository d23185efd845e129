// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Synchronization
import Testing

/// Counts the calls of the callers beside a test.
private final class Tally: Sendable {
  let answered = Atomic<Int>(0)
  let hasFailed = Atomic<Bool>(false)
  let isOver = Atomic<Bool>(false)

  /// Makes a call, which has to be answered.
  func call(with client: HostCallClient) async {
    do throws(HostCallError<Never>) {
      // Not idempotent, so no call is made twice.
      let count = try await client.call(Count(), timeout: .seconds(40))
      #expect(count == 7)
      answered.add(1, ordering: .relaxed)
    } catch {
      Issue.record("a call of another peer: \(error)")
      hasFailed.store(true, ordering: .relaxed)
    }
  }

  /// Waits until `count` calls have been answered, or one has failed.
  func waits(for count: Int) async throws {
    while answered.load(ordering: .relaxed) < count, !hasFailed.load(ordering: .relaxed) {
      try await Task.sleep(for: .milliseconds(1))
    }
  }
}

/// Runs `body` while four callers make one call after another, each of which has to be answered with 7.
///
/// - Parameters:
///   - client: Makes the calls of `Count`.
///   - body: Reaches a limit. Calls have been answered before, and calls are answered during or after it.
func whileCalling(with client: HostCallClient, _ body: () async throws -> Void) async throws {
  let tally = Tally()
  let callers = (0..<4).map { _ in
    Task {
      while !tally.isOver.load(ordering: .relaxed), !tally.hasFailed.load(ordering: .relaxed) {
        await tally.call(with: client)
      }
      // One more, which begins after the body.
      if !tally.hasFailed.load(ordering: .relaxed) { await tally.call(with: client) }
    }
  }
  let result: Result<Void, any Error>
  do {
    try await tally.waits(for: 4)
    let before = tally.answered.load(ordering: .relaxed)
    try await body()
    try await tally.waits(for: before + 4)
    result = .success(())
  } catch {
    result = .failure(error)
  }
  tally.isOver.store(true, ordering: .relaxed)
  for caller in callers { await caller.value }
  try result.get()
}

/// Runs `body` while another peer calls a server, as ``whileCalling(with:_:)``.
func whileCalling(
  _ address: RemoteAddress, over route: Route = .unixSocket, _ body: () async throws -> Void
) async throws {
  // On a busy machine, a connection may be refused for being slow; no call is lost with it.
  var configuration = GRPCTransport.Configuration()
  configuration.waitsForReady = true
  let transport = try GRPCTransport(
    addresses: [address], security: route.clientSecurity, configuration: configuration)
  try await whileCalling(with: HostCallClient(transport: transport), body)
  await transport.close()
}
#endif
