// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore
internal import HostCall

/// Asks a closure for the addresses of servers: first when they are needed, then at an interval, and soon after a
/// connection has failed.
///
/// Not more often than every ``pause``, however many calls fail. While the closure fails, the last addresses stay.
final class AddressWatch: Sendable {
  /// What is asked, and how.
  struct Settings: Sendable {
    let resolve: @Sendable () async throws -> [RemoteAddress]
    /// Throws an error for addresses that must not be used.
    let check: @Sendable ([RemoteAddress]) throws(HostSetupError) -> Void
    let interval: Duration
    /// How long the closure may take.
    let timeout: Duration
    /// Whether addresses in another order are other addresses.
    let isOrdered: Bool
  }

  private typealias Answer = Result<[RemoteAddress], HostSetupError>

  private struct State: Sendable {
    var addresses: [RemoteAddress]?
    /// The task that asks, or has asked last.
    var asking: Task<Answer, Never>?
    /// When the closure may be asked again; `nil` while it is being asked.
    var nextAsk: Deadline?
    var tasks: [Task<Void, any Error>] = []
    var isStopped = false
  }

  /// The pause after an answer until the closure is asked again.
  static let pause = Duration.milliseconds(100)

  private let settings: Settings
  private let state = Guarded(State())
  /// Requests to ask again; one waits at most.
  private let requests: AsyncStream<Void>
  private let request: AsyncStream<Void>.Continuation

  init(_ settings: Settings) {
    self.settings = settings
    (requests, request) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  deinit { stop() }

  /// Starts to ask again at the interval and on request.
  ///
  /// - Parameter onChange: Called after the addresses have changed, except for the first ones.
  func start(_ onChange: @escaping @Sendable () -> Void) {
    let asking = Task<Void, any Error> { [weak self, requests] in
      for await _ in requests {
        guard let isChange = await self?.isChange() else { return }
        if isChange { onChange() }
        try await Task.sleep(for: Self.pause)
      }
    }
    let timer = Task<Void, any Error> { [request, interval = settings.interval] in
      while true {
        try await Task.sleep(for: interval)
        request.yield()
      }
    }
    state.withLock { $0.tasks = [asking, timer] }
  }

  /// Asks no more, and ends all waits for addresses.
  func stop() {
    request.finish()
    let (tasks, asking) = state.withLock { state in
      state.isStopped = true
      return (state.tasks, state.asking)
    }
    for task in tasks { task.cancel() }
    asking?.cancel()
  }

  /// Asks soon, since the addresses may have changed.
  func connectionFailed() { request.yield() }

  /// Waits until there are addresses.
  ///
  /// - Parameter retries: Whether to wait while the closure fails.
  /// - Throws: The closure's error; ``ClientConnections/closed`` after ``stop()``; `CancellationError` if `deadline`
  ///   passes or the task is cancelled.
  func waitForAddresses(until deadline: Deadline, retries: Bool) async throws {
    while state.withLock({ $0.addresses == nil }) {
      guard let asking = asking() else { throw ClientConnections.closed }
      let left = Duration.nanoseconds(min(deadline.remaining(at: .now), 10_000_000_000_000_000))
      // The closure is given up after the timeout.
      guard await asking.ends(within: min(left, settings.timeout + GRPCLimits.closeTimeout)) else {
        throw CancellationError()
      }
      if case .failure(let error) = await asking.value {
        if state.withLock({ $0.isStopped }) { throw ClientConnections.closed }
        guard retries else { throw error }
        try await Task.sleep(for: Self.pause)
      }
      if deadline <= .now { throw CancellationError() }
    }
  }

  /// Returns the addresses that were last resolved, once there are any.
  ///
  /// - Throws: ``ClientConnections/closed`` after ``stop()``; `CancellationError` if the task is cancelled.
  func addresses() async throws -> [RemoteAddress] {
    while true {
      if let addresses = state.withLock({ $0.addresses }) { return addresses }
      try await waitForAddresses(until: .never, retries: true)
    }
  }

  /// Returns the task that asks, or one that has asked within the last ``pause``; `nil` after ``stop()``.
  private func asking() -> Task<Answer, Never>? {
    state.withLock { state in
      guard !state.isStopped else { return nil }
      if let asking = state.asking, state.nextAsk.map({ $0 > .now }) ?? true { return asking }
      let task = Task { [self] in
        let answer = await ask()
        self.state.withLock { state in
          state.nextAsk = Deadline(after: Self.pause, from: .now)
          if state.addresses == nil, case .success(let addresses) = answer { state.addresses = addresses }
        }
        return answer
      }
      state.asking = task
      state.nextAsk = nil
      return task
    }
  }

  /// Asks, and returns whether the addresses differ from those before; false if there were none.
  private func isChange() async -> Bool {
    guard state.withLock({ $0.addresses != nil }), case .success(let addresses)? = await asking()?.value else {
      return false
    }
    return state.withLock { state in
      guard let before = state.addresses, !isSame(before, addresses) else { return false }
      state.addresses = addresses
      return true
    }
  }

  private func isSame(_ left: [RemoteAddress], _ right: [RemoteAddress]) -> Bool {
    settings.isOrdered ? left == right : Set(left) == Set(right)
  }

  private func ask() async -> Answer {
    let task = Task { [settings] in try await settings.resolve() }
    guard await task.ends(within: settings.timeout) else {
      task.cancel()
      return .failure(Self.failure("there was no answer within \(settings.timeout)"))
    }
    do {
      let addresses = try await task.value
      guard !addresses.isEmpty else { throw Self.failure("there are none") }
      try settings.check(addresses)
      return .success(addresses)
    } catch let error as HostSetupError {
      return .failure(error)
    } catch {
      return .failure(Self.failure("\(error)"))
    }
  }

  private static func failure(_ reason: String) -> HostSetupError {
    HostSetupError(code: .unavailable, message: "the addresses of servers are not known: \(reason)")
  }
}
#endif
