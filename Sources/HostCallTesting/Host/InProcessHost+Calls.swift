// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

extension InProcessHost {
  /// Returns the requests of `type`, a call or a stream, that have arrived, in order, regardless of how they ended.
  ///
  /// A request that cannot be decoded is answered with `invalidArgument` and is not included.
  public func requests<C: HostRequest>(of type: C.Type) -> [C] {
    calls(of: type).map(\.request)
  }

  /// Returns the calls of `type` that have arrived, in order, with their current state.
  public func calls<C: HostRequest>(of type: C.Type) -> [ReceivedCall<C>] {
    ledger.calls(of: type)
  }

  /// Waits until `count` calls of `type` have arrived in total.
  ///
  /// At that point each call's deadline is registered and its delayed answer is scheduled, so ``advance(by:)`` takes
  /// both into account.
  ///
  /// - Parameters:
  ///   - count: The number of calls since the host was created.
  ///   - type: The type of the calls.
  /// - Returns: All calls that have arrived, `count` or more.
  /// - Throws: `unavailable` if the host is closed before the calls arrive, `cancelled` if the task is cancelled.
  @discardableResult
  public func received<C: HostRequest>(
    _ count: Int, of type: C.Type
  ) async throws(HostCallError<Never>) -> [ReceivedCall<C>] {
    try await calls(of: type) { $0.count >= count }
  }

  /// Waits until the calls of `type` satisfy a condition, for example that one was answered or cancelled.
  ///
  ///     try await host.calls(of: FetchProfile.self) { $0.last?.isCancelled == true }
  ///
  /// - Parameters:
  ///   - type: The type of the calls.
  ///   - condition: The condition, which is checked now and after each change.
  /// - Returns: The calls that satisfy the condition.
  /// - Throws: As ``received(_:of:)``.
  @discardableResult
  public func calls<C: HostRequest>(
    of type: C.Type, until condition: ([ReceivedCall<C>]) -> Bool
  ) async throws(HostCallError<Never>) -> [ReceivedCall<C>] {
    while true {
      let (version, hasEnded) = (changes.version, changes.hasEnded)
      let calls = calls(of: type)
      if condition(calls) { return calls }
      let count = "\(calls.count) calls of \(C.self) had arrived"
      if Task.isCancelled {
        throw HostCallError(
          code: .cancelled, message: "the task was cancelled while it waited for calls; \(count)", wireName: C.wireName)
      }
      if hasEnded {
        throw HostCallError(
          code: .unavailable, message: "the host is closed, so no more calls can arrive; \(count)",
          wireName: C.wireName)
      }
      await changes.wait(after: version)
    }
  }
}
