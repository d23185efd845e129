// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The trace that a task's work belongs to, for calls to other machines.
///
///     await TraceContext.$traceparent.withValue(request.headers["traceparent"]) {
///       try await remote.call(FetchProfile(userID: 7))   // carries the trace
///     }
///
/// The value is task-local: child tasks inherit it, and so does a handler that answers a call of the task, here or on
/// another machine. HostCall does not interpret it.
///
/// Source: [W3C Trace Context](https://www.w3.org/TR/trace-context/#traceparent-header).
public enum TraceContext {
  /// The `traceparent` of the current work, such as `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`; `nil` if
  /// there is none.
  @TaskLocal public static var traceparent: String?
}
