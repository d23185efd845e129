public import HostCall

extension InProcessHost {
  /// The requests of `type` that came, decoded, in the order in which they came, whatever became of them.
  ///
  /// A request that does not decode is answered with `invalidArgument`, and is not among them.
  public func requests<C: HostCallable>(of type: C.Type) -> [C] {
    calls(of: type).map(\.request)
  }

  /// The calls of `type` that came, in the order in which they came, and what has become of them by now.
  public func calls<C: HostCallable>(of type: C.Type) -> [ReceivedCall<C>] {
    ledger.calls(of: type)
  }

  /// Waits until `count` calls of `type` have come, in all.
  ///
  /// By then the deadline of each is noted, and its delayed answer scheduled: ``advance(by:)`` misses neither.
  ///
  /// - Parameters:
  ///   - count: How many, counted from when the host was made.
  ///   - type: The calls.
  /// - Returns: All that have come, `count` or more.
  /// - Throws: `unavailable` if the host is closed before that, `cancelled` if the task is
  ///   cancelled.
  @discardableResult
  public func received<C: HostCallable>(
    _ count: Int, of type: C.Type
  ) async throws(HostCallError<Never>) -> [ReceivedCall<C>] {
    try await calls(of: type) { $0.count >= count }
  }

  /// Waits until `condition` holds of the calls of `type`: that one was answered, or the host told of its cancellation.
  ///
  ///     try await host.calls(of: FetchProfile.self) { $0.last?.isCancelled == true }
  ///
  /// - Parameters:
  ///   - type: The calls.
  ///   - condition: Is asked now, and again when something has changed.
  /// - Returns: The calls of which it holds.
  /// - Throws: As ``received(_:of:)``.
  @discardableResult
  public func calls<C: HostCallable>(
    of type: C.Type, until condition: ([ReceivedCall<C>]) -> Bool
  ) async throws(HostCallError<Never>) -> [ReceivedCall<C>] {
    while true {
      let (version, hasEnded) = (changes.version, changes.hasEnded)
      let calls = calls(of: type)
      if condition(calls) { return calls }
      let count = "\(calls.count) calls of \(C.self) had come"
      if Task.isCancelled {
        throw HostCallError(
          code: .cancelled, message: "the task was cancelled while it waited for calls; \(count)", wireName: C.wireName)
      }
      if hasEnded {
        throw HostCallError(
          code: .unavailable, message: "the host was closed, and nothing that was waited for can come; \(count)",
          wireName: C.wireName)
      }
      await changes.wait(after: version)
    }
  }
}
