// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// What the calls of a task inherit: metadata, and the deadline of the call that the task answers.
///
/// One task-local value, since each call reads it.
@safe package final class CallContext: Sendable {
  /// The context of the current task; `nil` if its calls inherit nothing.
  @TaskLocal package static var current: CallContext?

  /// The address of the task-local value, which is never freed.
  private static let key = unsafe UInt(bitPattern: Unmanaged.passUnretained($current).toOpaque())

  /// ``current``, which is read only if the runtime says that it is set.
  ///
  /// To ask costs a third of reading an unset value.
  @inline(__always)
  static var inherited: CallContext? {
    unsafe hostcall_task_has_local(UnsafeRawPointer(bitPattern: key)) ? current : nil
  }

  package let metadata: HostCallMetadata
  /// The origin of the calls; `nil` unless the task is that of a server.
  let origin: CallOrigin?
  private let deadline: Deadline
  private let clock: BridgeClock

  /// Creates a context.
  ///
  /// - Parameters:
  ///   - metadata: The metadata that calls carry.
  ///   - deadline: The time on `clock` by which calls must end.
  ///   - clock: The clock of the bridge whose call the task answers.
  ///   - origin: The origin of the calls, if the task is that of a server.
  package init(metadata: HostCallMetadata, deadline: Deadline, clock: BridgeClock, origin: CallOrigin? = nil) {
    self.metadata = metadata
    self.origin = origin
    self.deadline = deadline
    self.clock = clock
  }

  /// Creates the context of a task that answers a call; returns `nil` if its calls inherit nothing.
  convenience init?(answering metadata: HostCallMetadata, deadline: Deadline, clock: BridgeClock) {
    guard !metadata.isEmpty || deadline != .never else { return nil }
    self.init(metadata: metadata, deadline: deadline, clock: clock)
  }

  /// Whether a call of the task has anything to carry.
  var isCarried: Bool { !metadata.isEmpty || origin != nil }

  /// Returns the context with other metadata; `nil` if calls then inherit nothing.
  ///
  /// - Parameter origin: The origin; `nil` for that of `context`.
  static func inheriting(
    _ context: CallContext?, metadata: HostCallMetadata, origin: CallOrigin? = nil
  ) -> CallContext? {
    let inherited = CallContext(
      metadata: metadata, deadline: context?.deadline ?? .never, clock: context?.clock ?? .system,
      origin: origin ?? context?.origin)
    return inherited.isCarried || inherited.deadline != .never ? inherited : nil
  }

  /// Returns the earlier of `deadline`, which is on `clock`, and the inherited one.
  package func bounded(_ deadline: Deadline, on clock: BridgeClock) -> Deadline {
    guard self.deadline != .never else { return deadline }
    if clock.isSame(as: self.clock) { return min(deadline, self.deadline) }
    let remaining = self.deadline.remaining(at: self.clock.now)
    return min(deadline, Deadline(after: .nanoseconds(remaining), from: clock.now))
  }
}

extension HostCallMetadata {
  /// The metadata that calls of the current task carry.
  public static var current: HostCallMetadata { CallContext.current?.metadata ?? HostCallMetadata() }

  /// Runs `operation` with metadata that its calls carry instead of the current metadata.
  ///
  /// - Parameters:
  ///   - metadata: The metadata.
  ///   - operation: The work, whose child tasks and calls inherit the metadata.
  /// - Returns: The result of `operation`.
  public static func withValue<Result>(
    _ metadata: HostCallMetadata, operation: () async throws -> Result
  ) async rethrows -> Result {
    try await CallContext.$current.withValue(
      .inheriting(CallContext.current, metadata: metadata), operation: operation)
  }
}
