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
  @inlinable
  public func callEach<C: HostCallable>(
    _ requests: some Sequence<C>, timeout: Duration? = nil
  ) async -> [Result<C.Response, HostCallError<C.Failure>>] {
    let batch = CallBatch(storage, storage.deadline(after: timeout))
    var results: [Result<C.Response, HostCallError<C.Failure>>] = []
    results.reserveCapacity(requests.underestimatedCount)
    var site: CallSite?
    do throws(BridgeError) {
      site = try self.site(of: C.self)
      for request in requests {
        if let site, begin(request, site, batch) { continue }
        // What has been answered by now needs no slot any more.
        takeResults(of: C.self, batch, site, while: { batch.hasArrived($0) }, into: &results)
        await beginWaiting(request, site!, batch)
      }
    } catch {
      for _ in requests { batch.fail(error) }
    }
    await batch.wait()
    takeResults(of: C.self, batch, site, while: { _ in true }, into: &results)
    return results
  }

  /// Makes a call of a batch; false if it has to wait for a place.
  @inlinable
  func begin<C: HostCallable>(_ request: C, _ site: CallSite, _ batch: CallBatch) -> Bool {
    guard site.requestMemory == MemoryLayout<C>.size else { return beginEncoded(request, site, batch) }
    return unsafe withUnsafeBytes(of: request) { unsafe batch.begin(site, $0) }
  }

  /// Takes the outcomes of the calls of a batch in their order, from the first that has not been taken.
  @inlinable
  func takeResults<C: HostCallable>(
    of type: C.Type, _ batch: CallBatch, _ site: CallSite?, while isReady: (Int) -> Bool,
    into results: inout [Result<C.Response, HostCallError<C.Failure>>]
  ) {
    while results.count < batch.count, isReady(results.count) {
      do throws(BridgeError) {
        let call = try batch.takeCall(results.count)
        let isMemory = site?.responseMemory == MemoryLayout<C.Response>.size
        results.append(.success(try isMemory ? memory(of: call, C.self) : response(of: call, C.self)))
      } catch {
        results.append(.failure(callError(error, C.self)))
      }
    }
  }
}

// What is not inlined.
extension HostBridge {
  @usableFromInline
  func beginEncoded<C: HostCallable>(_ request: C, _ site: CallSite, _ batch: CallBatch) -> Bool {
    var isBegun = false
    do throws(BridgeError) {
      try CallFormat<C>(site, limit: configuration.maximumPayloadSize).withEncoded(request) { bytes in
        isBegun = unsafe bytes.withUnsafeBytes { unsafe batch.begin(site, $0) }
      }
      return isBegun
    } catch {
      batch.fail(error)
      return true
    }
  }

  @usableFromInline
  func beginWaiting<C: HostCallable>(_ request: C, _ site: CallSite, _ batch: CallBatch) async {
    do throws(BridgeError) {
      var copy: [UInt8] = []
      try CallFormat<C>(site, limit: configuration.maximumPayloadSize).withEncoded(request) { bytes in
        copy = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
      }
      await batch.beginWaiting(site, copy)
    } catch {
      batch.fail(error)
    }
  }
}
