public import HostBridgeCore

extension HostBridge {
  /// Makes many calls of one type at once, and waits for all of them.
  ///
  ///     let profiles = await bridge.callEach(userIDs.map { FetchProfile(userID: $0) }, timeout: .seconds(2))
  ///
  /// The host's function is invoked for each request, one after the other, on the calling thread; its answers may come
  /// in any order. The task is suspended once, for the last of them: for many small calls that costs a fraction of
  /// making each by itself. Where ``HostBridgeConfiguration/maximumCallsInFlight`` are in flight, the calls that remain
  /// wait for their turns as others do. Cancelling the task ends all calls that have not ended.
  ///
  /// - Parameters:
  ///   - requests: What is asked. Each is encoded and invoked before the next; one that does not encode is an error in
  ///     its place.
  ///   - timeout: How long to wait for all of them at most, counted from now; nil, the default, to wait for as long as
  ///     it takes.
  /// - Returns: For each request, in their order, its response or its error, as ``call(_:timeout:)`` would throw it.
  ///   One error does not concern the other calls.
  public func callEach<C: HostCallable>(
    _ requests: some Sequence<C>, timeout: Duration? = nil
  ) async -> [Result<C.Response, HostCallError<C.Failure>>] {
    let deadline = deadline(after: timeout)
    var batch = CallBatch(CallFormat(C.self, configuration))
    var remaining = requests.makeIterator()
    while let waiting = batch.begin(&remaining, on: self, deadline) {
      // The places that are waited for may be those of the calls that this batch has made.
      await batch.takeOutcomes(self)
      do throws(BridgeError) {
        if try !enter(requestSize: waiting.size) { try await waitForPlace(deadline) }
        try batch.begin(waiting, on: self, deadline)
      } catch {
        batch.fail(error)
      }
    }
    await batch.takeOutcomes(self)
    return batch.results
  }
}
