// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The trace that a task's work belongs to: the entry `traceparent` of its metadata.
///
///     await TraceContext.withTraceparent(request.headers["traceparent"]) {
///       try await remote.call(FetchProfile(userID: 7))   // carries the trace
///     }
///
/// Child tasks inherit the value, and so does a handler that answers a call of the task, here or on another machine.
/// HostCall does not interpret it.
///
/// Source: [W3C Trace Context](https://www.w3.org/TR/trace-context/#traceparent-header).
public enum TraceContext {
  private static let key = "traceparent"

  /// The `traceparent` of the current work, such as `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`; `nil` if
  /// there is none.
  public static var traceparent: String? { HostCallMetadata.current[key] }

  /// Runs `operation` as part of a trace.
  ///
  /// - Parameters:
  ///   - traceparent: The trace; `nil` for none. A value that metadata cannot carry, such as one that is not printable
  ///     ASCII, counts as `nil`.
  ///   - operation: The work, whose child tasks and calls inherit the value.
  /// - Returns: The result of `operation`.
  public static func withTraceparent<Result>(
    _ traceparent: String?, operation: () async throws -> Result
  ) async rethrows -> Result {
    var metadata = HostCallMetadata.current
    metadata.removeValue(forKey: key)
    if let traceparent { try? metadata.set(traceparent, forKey: key) }
    return try await HostCallMetadata.withValue(metadata, operation: operation)
  }
}
