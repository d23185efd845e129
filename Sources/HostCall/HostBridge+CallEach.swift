// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

extension HostBridge {
  /// Makes many calls of one type and waits for all of them.
  ///
  ///     let profiles = await bridge.callEach(userIDs.map { FetchProfile(userID: $0) }, timeout: .seconds(2))
  ///
  /// The host's function runs once for each request, in order, on the calling thread; answers may arrive in any order.
  /// The task suspends once for all of them, which for many small calls costs a fraction of separate calls. When
  /// ``HostBridgeConfiguration/maximumCallsInFlight`` calls are in flight, the rest wait for a permit as usual.
  /// Cancelling the task ends all calls that have not ended.
  ///
  /// With interceptors, each call runs in a child task, which suspends on its own; a request that waits for a permit
  /// may be sent after the next.
  ///
  /// - Parameters:
  ///   - requests: The requests. Each is encoded and sent before the next; one that cannot be encoded produces an error
  ///     in its place.
  ///   - timeout: The maximum time to wait for all of them, from now; `nil`, the default, for no
  ///     limit except the deadline of the call that the task answers.
  /// - Returns: For each request, in order, the response or the error that ``call(_:timeout:)`` would throw. An error
  ///   does not affect the other calls.
  @inlinable
  public func callEach<C: HostCallable>(
    _ requests: some Sequence<C>, timeout: Duration? = nil
  ) async -> [Result<C.Response, HostCallError<C.Failure>>] {
    let batch = CallBatch(storage, storage.deadline(after: timeout))
    var results: [Result<C.Response, HostCallError<C.Failure>>] = []
    results.reserveCapacity(requests.underestimatedCount)
    var target: CallTarget?
    do throws(BridgeError) {
      target = try self.target(of: C.self)
      if let target, target.isIntercepted {
        return await callEachIntercepted(Array(requests), to: target, timeout: timeout)
      }
      for request in requests {
        guard let target, let waiting = begin(request, to: target, in: batch) else { continue }
        // Calls that have been answered free their slots.
        takeResults(of: C.self, in: batch, to: target, while: { batch.hasArrived($0) }, into: &results)
        await batch.beginWaiting(target, waiting)
      }
    } catch {
      for _ in requests { batch.fail(error) }
    }
    await batch.wait()
    takeResults(of: C.self, in: batch, to: target, while: { _ in true }, into: &results)
    return results
  }

  /// Makes a call of a batch; returns its encoded request if it has to wait for a permit.
  @inlinable
  func begin<C: HostCallable>(_ request: C, to target: CallTarget, in batch: CallBatch) -> [UInt8]? {
    guard target.rawRequestSize == MemoryLayout<C>.size else { return beginEncoded(request, to: target, in: batch) }
    return unsafe withUnsafeBytes(of: request) { unsafe batch.begin(target, $0) ? nil : [UInt8]($0) }
  }

  /// Takes the outcomes of a batch in order, from the first that has not been taken.
  @inlinable
  func takeResults<C: HostCallable>(
    of type: C.Type, in batch: CallBatch, to target: CallTarget?, while isReady: (Int) -> Bool,
    into results: inout [Result<C.Response, HostCallError<C.Failure>>]
  ) {
    while results.count < batch.count, isReady(results.count) {
      do throws(BridgeError) {
        let call = try batch.takeCall(results.count)
        let isRaw = target?.rawResponseSize == MemoryLayout<C.Response>.size
        results.append(.success(try isRaw ? rawResponse(of: call, C.self) : response(of: call, C.self, to: target)))
      } catch {
        results.append(.failure(callError(error, C.self)))
      }
    }
  }
}

// The part that is not inlinable.
extension HostBridge {
  @usableFromInline
  func beginEncoded<C: HostCallable>(_ request: C, to target: CallTarget, in batch: CallBatch) -> [UInt8]? {
    var waiting: [UInt8]?
    do throws(BridgeError) {
      try CallFormat<C>(target, limit: configuration.maximumPayloadSize).withEncoded(request) { bytes in
        unsafe bytes.withUnsafeBytes { bytes in
          if !(unsafe batch.begin(target, bytes)) { waiting = unsafe [UInt8](bytes) }
        }
      }
    } catch {
      batch.fail(error)
    }
    return waiting
  }
}
