// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

extension HostBridge {
  /// Makes a call that passes the bridge's interceptors.
  ///
  /// - Throws: The error of the call with an encoded failure. A typed error would have the inlinable `call`, which
  ///   throws this one, take more instructions without interceptors as well.
  func callIntercepted<C: HostCallable>(
    _ request: C, to target: CallTarget, _ deadline: Deadline
  ) async throws(BridgeError) -> C.Response {
    switch await outcome(of: request, to: target, deadline) {
    case .success(let response): return response
    case .failure(let error):
      throw CallFormat<C>(target, limit: configuration.maximumPayloadSize).bridgeError(error)
    }
  }

  /// Returns the outcome of a call that passes the bridge's interceptors.
  private func outcome<C: HostCallable>(
    of request: C, to target: CallTarget, _ deadline: Deadline
  ) async -> Result<C.Response, HostCallError<C.Failure>> {
    let format = CallFormat<C>(target, limit: configuration.maximumPayloadSize)
    let call = HostOutgoingCall(
      request, format, storage.bounded(deadline), storage.clock, bridge: storage.handleNumber)
    return await HostCallNext(configuration.callInterceptors, format) { [self] call, measured throws(BridgeError) in
      try await response(to: call, format, target, &measured)
    }.result(of: call)
  }

  /// Makes a call that has passed the interceptors, and counts it if calls are counted by name.
  private func response<C: HostCallable>(
    to call: HostOutgoingCall<C>, _ format: CallFormat<C>, _ target: CallTarget, _ measured: inout CallMeasurements
  ) async throws(BridgeError) -> C.Response {
    let bytes = try format.encodeRequest(call.request)
    measured.request = bytes.count
    target.counters?.begin(requestSize: bytes.count)
    do throws(BridgeError) {
      let started = try await storage.start(
        target, encodings: target.encodings, request: bytes, deadline: call.deadline)
      let id = started.reference.id
      measured.callID = id
      let decided = await started.decided(storage)
      return try decided.take(storage, runsUserCode: true) { bytes throws(BridgeError) in
        measured.response = bytes.byteCount
        target.counters?.end(responseSize: bytes.byteCount)
        return try format.decodeResponse(bytes, of: id)
      }
    } catch {
      if measured.response == nil { target.counters?.end(error) }
      throw error
    }
  }

  /// Makes many calls that pass the bridge's interceptors, each in a child task.
  @usableFromInline
  func callEachIntercepted<C: HostCallable>(
    _ requests: [C], to target: CallTarget, timeout: Duration?
  ) async -> [Result<C.Response, HostCallError<C.Failure>>] {
    let deadline = storage.deadline(after: timeout)
    return await CallGroup.results(of: requests, limit: configuration.taskLimit) { [self] request in
      await outcome(of: request, to: target, deadline)
    }
  }
}
