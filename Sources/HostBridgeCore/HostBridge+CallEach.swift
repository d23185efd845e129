extension HostBridge {
  /// Makes many calls of one type, and suspends once for all their answers.
  ///
  /// All are invoked on the calling thread, one after the other, before any answer is waited for; but when too many calls
  /// are in flight, the answers to those that were made are taken first, and then their turns are waited for.
  ///
  /// - Returns: For each request, in order, the call's ID and the encoded response, or its error.
  package func answerEach(
    to type: ObjectIdentifier?, named name: () throws(BridgeError) -> WireName,
    _ requests: [Result<[UInt8], BridgeError>], requestEncoding: PayloadEncoding, responseEncoding: PayloadEncoding,
    timeout: Duration?
  ) async -> [Result<(callID: UInt64, payload: [UInt8]), BridgeError>] {
    let deadline = Deadline(after: timeout)
    var calls: [Result<PendingCall, BridgeError>] = []
    var results: [Result<(callID: UInt64, payload: [UInt8]), BridgeError>] = []
    calls.reserveCapacity(requests.count)
    results.reserveCapacity(requests.count)
    for request in requests {
      do throws(BridgeError) {
        let request = try request.get()
        if try !enter(requestSize: request.count) {
          // The places that are waited for may be those of the calls that this batch has made.
          await takeOutcomes(of: &calls, into: &results)
          if !pending.admission.enter() { try await waitForPlace(deadline) }
        }
        calls.append(
          .success(try unsafe begin(type, name, request.span.bytes, requestEncoding, responseEncoding, deadline)))
      } catch {
        calls.append(.failure(error))
      }
    }
    await takeOutcomes(of: &calls, into: &results)
    return results
  }

  /// Waits until all of `calls` have ended, and moves their outcomes into `results`.
  private func takeOutcomes(
    of calls: inout [Result<PendingCall, BridgeError>],
    into results: inout [Result<(callID: UInt64, payload: [UInt8]), BridgeError>]
  ) async {
    await waitForAll(calls.compactMap { try? $0.get() }.filter { !pending.isDecided($0) })
    for call in calls {
      results.append(
        Result { () throws(BridgeError) in
          let call = try call.get()
          return (call.id, try takeOutcome(call))
        })
    }
    calls.removeAll(keepingCapacity: true)
  }

  /// Suspends until all of some calls have ended.
  private func waitForAll(_ calls: [PendingCall]) async {
    guard !calls.isEmpty else { return }
    await suspend { waiter in
      let batch = BatchWaiter(count: calls.count, waiter)
      for call in calls where !pending.suspend(call, Waiter(batch)) { batch.arrive() }
      return true
    } onCancel: {
      for call in calls { end(call, .cancelled) }
    }
  }
}
