// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// A bridge or a client: what makes the calls of an interface.
///
/// Thread safety: safe from any thread.
public protocol HostCaller: Sendable {
  /// Makes a call.
  ///
  /// - Parameters:
  ///   - request: The request, whose type determines the wire name, the response and the failure.
  ///   - timeout: The maximum time to wait, from now; `nil` for no limit except the deadline of the call that the task
  ///     answers. A call with a timeout of zero or less ends with
  ///     `deadlineExceeded`, and nothing is sent.
  /// - Returns: The response.
  /// - Throws: As `HostBridge.call(_:timeout:)`.
  func call<C: HostCallable>(_ request: C, timeout: Duration?) async throws(HostCallError<C.Failure>) -> C.Response
}

extension HostBridge: HostCaller {}
extension HostCallClient: HostCaller {}
