#if GRPC
  extension Task where Success: Sendable {
    /// Waits until the task has ended, but no longer than `time`, or until the waiting task is cancelled.
    ///
    /// - Returns: Whether it has.
    func ends(within time: Duration) async -> Bool {
      let (firsts, first) = AsyncStream.makeStream(of: Bool.self)
      Task<Void, Never> {
        _ = await result
        first.yield(true)
      }
      let timer = Task<Void, any Error> {
        try await Task<Never, Never>.sleep(for: time)
        first.yield(false)
      }
      defer { timer.cancel() }
      for await hasEnded in firsts { return hasEnded }
      return false
    }
  }
#endif
