// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension HostBridge {
  /// Calls a function of the host in bytes; `HostCall` offers the same for types.
  ///
  /// The host's function runs on the calling thread. If it answers before it returns, the call does not suspend.
  ///
  /// - Parameters:
  ///   - wireName: The name under which the host registered the function.
  ///   - request: The encoded request.
  ///   - requestEncoding: The encoding of `request`, which the host can query.
  ///   - responseEncoding: The encoding that the response must have, which the host can query.
  ///   - timeout: The maximum time to wait, from now; `nil` for no limit except the deadline of the call that the task
  ///     answers. With zero or less, the call ends with `deadlineExceeded`, and the host never receives it.
  /// - Returns: The encoded response.
  /// - Throws: ``HostCallCode/failed`` with the failure's bytes, ``HostCallCode/unknown`` or another code with the
  ///   host's message, ``HostCallCode/unimplemented`` if no such function is registered,
  ///   ``HostCallCode/deadlineExceeded``, ``HostCallCode/cancelled``, ``HostCallCode/resourceExhausted`` if the request
  ///   or the answer is too large, memory for the answer is lacking, or too many calls are in flight and calls must not
  ///   wait, ``HostCallCode/unavailable`` if the bridge is closed, and ``HostCallCode/invalidArgument`` if `wireName`
  ///   is not a valid name.
  public func callBytes(
    _ wireName: String, _ request: [UInt8], requestEncoding: PayloadEncoding = .cbor,
    responseEncoding: PayloadEncoding = .cbor, timeout: Duration? = nil
  ) async throws(BridgeError) -> [UInt8] {
    let name = try WireName(checking: wireName)
    let encodings = CallEncodings(request: requestEncoding, response: responseEncoding)
    do throws(BridgeError) {
      return try await storage.call(
        storage.target(named: NamedCall(name), encodings), encodings: encodings, request: request, timeout: timeout)
    } catch {
      throw error.named(wireName)
    }
  }
}
