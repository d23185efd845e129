/// Which trace a task's work belongs to, for calls that go to other machines.
///
///     await TraceContext.$traceparent.withValue(request.headers["traceparent"]) {
///       try await remote.call(FetchProfile(userID: 7))   // crosses with it
///     }
///
/// It is a task-local value: child tasks have it, and so has a handler that answers the call, here or on the other
/// machine. What it means is not looked at.
///
/// Source: [W3C Trace Context](https://www.w3.org/TR/trace-context/#traceparent-header).
public enum TraceContext {
  /// The `traceparent` of the work that runs, such as `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`; nil
  /// for none.
  @TaskLocal public static var traceparent: String?
}
