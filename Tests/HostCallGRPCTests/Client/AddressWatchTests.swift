// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostBridgeCore
import HostCall
@testable import HostCallGRPC
import Synchronization
import Testing

@Suite("AddressWatch", .timeLimit(.minutes(1)))
struct AddressWatchTests {
  private static let one = RemoteAddress.tcp(host: "127.0.0.1", port: 1)
  private static let two = RemoteAddress.tcp(host: "127.0.0.1", port: 2)

  private func watch(
    interval: Duration = .seconds(3600), timeout: Duration = .seconds(20), isOrdered: Bool = false,
    _ resolve: @escaping @Sendable () async throws -> [RemoteAddress]
  ) -> AddressWatch {
    AddressWatch(
      AddressWatch.Settings(
        resolve: resolve, check: { _ throws(HostSetupError) in }, interval: interval, timeout: timeout,
        isOrdered: isOrdered))
  }

  @Test("callers that wait at the same time share one answer, also if it is an error")
  func sharing() async throws {
    let asked = Atomic<Int>(0)
    let watch = watch {
      asked.add(1, ordering: .relaxed)
      try await Task.sleep(for: .milliseconds(50))
      return []
    }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<500 {
        group.addTask {
          let error = await #expect(throws: HostSetupError.self) {
            try await watch.waitForAddresses(until: .never, retries: false)
          }
          #expect(error?.code == .unavailable && error?.message.contains("there are none") == true)
        }
      }
    }
    #expect((1...20).contains(asked.load(ordering: .relaxed)), "asked \(asked.load(ordering: .relaxed)) times")
  }

  @Test("a caller waits no longer than its deadline, a closure no longer than the timeout")
  func times() async throws {
    let isGivenUp = Atomic<Bool>(false)
    let watch = watch(timeout: .milliseconds(300)) {
      do {
        try await Task.sleep(for: .seconds(3600))
      } catch {
        isGivenUp.store(true, ordering: .relaxed)
        throw error
      }
      return [Self.one]
    }
    await #expect(throws: CancellationError.self) {
      try await watch.waitForAddresses(until: Deadline(after: .milliseconds(20), from: .now), retries: true)
    }
    let error = await #expect(throws: HostSetupError.self) {
      try await watch.waitForAddresses(until: .never, retries: false)
    }
    #expect(error?.message.contains("no answer within") == true)
    while !isGivenUp.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(1)) }
    let task = Task { try await watch.addresses() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("another order is a change only if the order counts", arguments: [true, false])
  func order(_ isOrdered: Bool) async throws {
    let asked = Atomic<Int>(0)
    let watch = watch(interval: .milliseconds(1), isOrdered: isOrdered) {
      asked.add(1, ordering: .relaxed).newValue == 1 ? [Self.one, Self.two] : [Self.two, Self.one]
    }
    let changes = Atomic<Int>(0)
    #expect(try await watch.addresses() == [Self.one, Self.two])
    watch.start { changes.add(1, ordering: .relaxed) }
    while asked.load(ordering: .relaxed) < 4 { try await Task.sleep(for: .milliseconds(1)) }
    #expect(changes.load(ordering: .relaxed) == (isOrdered ? 1 : 0))
    #expect(try await watch.addresses() == (isOrdered ? [Self.two, Self.one] : [Self.one, Self.two]))
  }

  @Test("a watch that is dropped or stopped asks no more", arguments: [true, false])
  func end(_ isDropped: Bool) async throws {
    let asked = Atomic<Int>(0)
    var watch: AddressWatch? = watch(interval: .milliseconds(1)) {
      asked.add(1, ordering: .relaxed)
      return [Self.one]
    }
    _ = try await watch?.addresses()
    watch?.start {}
    while asked.load(ordering: .relaxed) < 2 { try await Task.sleep(for: .milliseconds(1)) }
    if isDropped { watch = nil } else { watch?.stop() }
    // What was being asked may end.
    try await Task.sleep(for: .milliseconds(100))
    let before = asked.load(ordering: .relaxed)
    watch?.connectionFailed()
    try await Task.sleep(for: .milliseconds(300))
    #expect(asked.load(ordering: .relaxed) == before)
  }
}
#endif
