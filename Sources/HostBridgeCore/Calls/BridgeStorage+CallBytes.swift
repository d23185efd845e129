// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension BridgeStorage {
  /// Makes a call in bytes and returns the response as an array.
  ///
  /// - Throws: Errors that do not name the call.
  package func call(
    _ target: CallTarget, encodings: CallEncodings, request: [UInt8], timeout: Duration?
  ) async throws(BridgeError) -> [UInt8] {
    guard let counters = target.counters else {
      return try await callUncounted(target, encodings: encodings, request: request, timeout: timeout)
    }
    counters.begin(requestSize: request.count)
    do throws(BridgeError) {
      let response = try await callUncounted(target, encodings: encodings, request: request, timeout: timeout)
      counters.end(responseSize: response.count)
      return response
    } catch {
      counters.end(error)
      throw error
    }
  }

  private func callUncounted(
    _ target: CallTarget, encodings: CallEncodings, request: [UInt8], timeout: Duration?
  ) async throws(BridgeError) -> [UInt8] {
    let deadline = deadline(after: timeout)
    let call = try await start(target, encodings: encodings, request: request, deadline: deadline)
    let decided = await call.decided(self)
    let callID = decided.reference.id
    return try decided.take(self, runsUserCode: false) { bytes throws(BridgeError) in
      guard HostMemory.isAvailable(bytes.byteCount) else {
        throw .notCopied(.noMemory, size: UInt(bytes.byteCount), limit: 0, callID: callID)
      }
      return unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
    }
  }

  /// Starts a call in bytes, after waiting for a permit if necessary.
  ///
  /// - Parameter stream: The items, if the call is a stream.
  package func start(
    _ target: CallTarget, encodings: CallEncodings, request: [UInt8], deadline: Deadline, stream: StreamOpening? = nil
  ) async throws(BridgeError) -> StartedCall {
    if let attempt = try CallAttempt.admitted(self, requestSize: request.count) {
      return try unsafe attempt.begin(
        target, on: self, request: request.span.bytes, deadline: deadline, encodings: encodings, group: stream)
    }
    let attempt = try await CallAttempt.waiting(self, until: deadline)
    return try unsafe attempt.begin(
      target, on: self, request: request.span.bytes, deadline: deadline, encodings: encodings, group: stream)
  }
}
