extension HostBridge {
  /// Makes many calls of one name, and suspends once for all their answers.
  ///
  /// All are invoked on the calling thread, one after the other, before any answer is waited for; but when too many calls
  /// are in flight, those that remain wait for their turns first, in order.
  ///
  /// - Returns: For each request, in order, the call's ID and the encoded response, or its error.
  package func answerEach(
    to wireName: String, _ requests: [Result<[UInt8], BridgeError>], requestEncoding: PayloadEncoding,
    responseEncoding: PayloadEncoding, timeout: Duration?
  ) async -> [Result<(callID: UInt64, payload: [UInt8]), BridgeError>] {
    let deadline = Deadline(after: timeout)
    var calls: [Result<PendingCall, BridgeError>] = []
    calls.reserveCapacity(requests.count)
    for request in requests {
      do throws(BridgeError) {
        calls.append(
          .success(
            try await start(
              WireName(checking: wireName), request.get(), requestEncoding, responseEncoding, deadline)))
      } catch {
        calls.append(.failure(error))
      }
    }
    await waitForAll(calls.compactMap { try? $0.get() }.filter { pending.outcome(of: $0) == nil })
    return calls.map { call in
      call.flatMap { call in outcome(ofEnded: call).map { (call.id, $0) } }
    }
  }

  /// Suspends until all of some calls have ended.
  private func waitForAll(_ calls: [PendingCall]) async {
    guard !calls.isEmpty else { return }
    await suspend { waiter in
      let batch = BatchWaiter(count: calls.count, waiter)
      for call in calls where !pending.suspend(call, Waiter(batch)) { batch.arrive() }
      return true
    } onCancel: {
      for call in calls { perform(pending.end(call, .cancelled, .cancelled(call))) }
    }
  }
}
