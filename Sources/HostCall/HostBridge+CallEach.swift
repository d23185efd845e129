public import HostBridgeCore

extension HostBridge {
  /// Makes many calls of one type at once, and waits for all of them.
  ///
  ///     let profiles = await bridge.callEach(userIDs.map { FetchProfile(userID: $0) }, timeout: .seconds(2))
  ///
  /// The host's function is invoked for each request, one after the other, on the calling thread; its answers may come in
  /// any order. The task is suspended once, for the last of them: for many small calls that costs a fraction of making
  /// each by itself. Where ``HostBridgeConfiguration/maximumCallsInFlight`` are in flight, the calls that remain wait for
  /// their turns as others do. Cancelling the task ends all calls that have not ended.
  ///
  /// - Parameters:
  ///   - requests: What is asked. Each is encoded and invoked before the next; one that does not encode is an error in its
  ///     place.
  ///   - timeout: How long to wait for all of them at most, counted from now; nil, the default, to wait for as long as it
  ///     takes.
  /// - Returns: For each request, in their order, its response or its error, as ``call(_:timeout:)`` would throw it. One
  ///   error does not concern the other calls.
  public func callEach<C: HostCallable>(
    _ requests: some Sequence<C>, timeout: Duration? = nil
  ) async -> [Result<C.Response, HostCallError<C.Failure>>] {
    let deadline = Deadline(after: timeout)
    var batch = CallBatch(CallFormat(C.self, configuration))
    for request in requests {
      do throws(BridgeError) {
        let bytes = try batch.encode(request)
        if try !enter(requestSize: batch.size(of: bytes)) {
          // The places that are waited for may be those of the calls that this batch has made.
          await batch.takeOutcomes(self)
          if try !enter(requestSize: batch.size(of: bytes)) { try await waitForPlace(deadline) }
        }
        try batch.begin(request, bytes, on: self, deadline)
      } catch {
        batch.fail(error)
      }
    }
    await batch.takeOutcomes(self)
    return batch.results
  }
}

/// The calls of one ``HostBridge/callEach(_:timeout:)``: those that have been made, and the results of those before.
private struct CallBatch<C: HostCallable> {
  private let format: CallFormat<C>
  private(set) var results: [Result<C.Response, HostCallError<C.Failure>>] = []
  /// Nil for one that failed before it was made; why is in `failures`, by its place.
  private var calls: [PendingCall?] = []
  private var failures: [Int: BridgeError] = [:]

  init(_ format: CallFormat<C>) {
    self.format = format
  }

  /// The encoded request; nil where it crosses as it lies in memory.
  func encode(_ request: C) throws(BridgeError) -> [UInt8]? {
    if format.request == .raw {
      try format.check()
      return nil
    }
    return try format.encodeRequest(request)
  }

  func size(of bytes: [UInt8]?) -> Int { bytes?.count ?? format.descriptor.request.size }

  mutating func begin(
    _ request: C, _ bytes: [UInt8]?, on bridge: HostBridge, _ deadline: Deadline
  ) throws(BridgeError) {
    if let bytes {
      calls.append(try unsafe format.begin(bytes.span.bytes, on: bridge, deadline))
    } else {
      calls.append(try format.beginRaw(request, on: bridge, deadline))
    }
  }

  mutating func fail(_ error: BridgeError) {
    failures[calls.count] = error
    calls.append(nil)
  }

  /// Waits until the calls that were made have ended, and moves their outcomes into the results.
  mutating func takeOutcomes(_ bridge: HostBridge) async {
    await bridge.waitForAll(calls)
    results.reserveCapacity(results.count + calls.count)
    for (place, call) in calls.enumerated() { results.append(result(of: call, place, bridge)) }
    calls.removeAll(keepingCapacity: true)
    failures = [:]
  }

  private func result(
    of call: PendingCall?, _ place: Int, _ bridge: HostBridge
  ) -> Result<C.Response, HostCallError<C.Failure>> {
    guard let call else {
      return .failure(format.callError(failures[place] ?? .bridgeClosed))
    }
    do throws(BridgeError) {
      return .success(
        try bridge.withOutcome(call) { bytes throws(BridgeError) in try format.decodeResponse(bytes, of: call.id) })
    } catch {
      return .failure(format.callError(error))
    }
  }
}
